package io.sensormine.standalone.across;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.kit.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of an operation, made from its description.
 *
 * @param body null where none is sent
 */
record Question(Operation operation, String path, @Nullable String body) {
  private static final String NOW = "2026-01-31T09:15:00Z";

  /** What variables in paths and parameters in queries stand for, but for {@code id}. */
  private static final Map<String, String> KINDS =
      Map.of(
          "credentialId", "device-credential",
          "versionId", "schema-version",
          "schemaVersionId", "schema-version",
          "schemaId", "schema",
          "deviceTypeId", "device-type",
          "deviceId", "device",
          "userId", "user",
          "tenantId", "tenant");

  /** What {@code id} and {@code ids} stand for, by how the path begins. */
  private static final Map<String, String> KINDS_OF_ID =
      Map.of(
          "/api/v1/schemas", "schema",
          "/api/v1/schema-versions", "schema-version",
          "/api/v1/device-types", "device-type",
          "/api/v1/internal/device-types", "device-type",
          "/api/v1/devices", "device",
          "/api/v1/query", "device",
          "/api/v1/gateway-credentials", "gateway-credential",
          "/api/v1/users", "user",
          "/api/v1/api-tokens", "api-token",
          "/api/v1/tenants", "tenant");

  /** Where an {@code id} is of something that our tenant has none of. */
  private static final List<String> NOTHING_OF_OURS =
      List.of(
          "/api/v1/signing-keys",
          "/api/v1/platform-admins",
          "/api/v1/erasures",
          "/api/v1/internal/",
          "/api/v1/rejected-messages");

  /** What is the same whoever asks. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "version", "1",
          "n", "1",
          "field", "temperature",
          "from", "1",
          "to", "1",
          // a service speaks for itself only: for whose token the platform gives
          "service", "device-api");

  /** About what belongs to somebody, with a body of every property that the document names. */
  static Question about(Belongings things, Operation operation) {
    var type = operation.contentType();
    return new Question(
        operation,
        path(things, operation),
        type == null
            ? null
            : switch (type) {
              case "application/json" -> sample(things, operation, operation.body(), "").toString();
              case "text/csv" -> "externalId,name\nx,x\n";
              default -> "{}";
            });
  }

  /** About the same, with a body that says nothing: it gets past the gate and changes nothing. */
  Question empty() {
    return new Question(operation, path, body == null ? null : "{}");
  }

  /** With nothing right in it: a gate that stands before all else does not notice. */
  Question spoilt() {
    var spoilt = path;
    for (var variable : path.split("/", -1)) {
      if (variable.length() == 36 && variable.indexOf('?') < 0) {
        spoilt = spoilt.replace(variable, "no-uuid");
      }
    }
    return new Question(
        operation,
        spoilt + (spoilt.indexOf('?') < 0 ? "?" : "&") + "unheard-of=1",
        operation.reads() ? null : "{\"");
  }

  Http.Answer ask(Http http) {
    return body == null
        ? http.send(operation.method(), path, null, null)
        : http.send(
            operation.method(),
            path,
            body.getBytes(StandardCharsets.UTF_8),
            operation.contentType() == null ? "application/json" : operation.contentType());
  }

  /** Whether its path names something that belongs to a tenant. */
  static boolean namesAThing(Operation operation) {
    return operation.variables().stream()
        .anyMatch(variable ->
            variable.equals("externalId")
                || KINDS.containsKey(variable)
                || (variable.equals("id") && kindOfId(operation) != null));
  }

  private static String path(Belongings things, Operation operation) {
    var path = operation.path();
    for (var variable : operation.variables()) {
      path = path.replace("{" + variable + "}", value(things, operation, variable));
    }
    var query = new ArrayList<>(operation.requiredQuery());
    operation.optionalQuery().stream().filter(KINDS::containsKey).limit(1).forEach(query::add);
    var given = query.stream().map(name -> name + "=" + value(things, operation, name)).toList();
    return given.isEmpty() ? path : path + "?" + String.join("&", given);
  }

  private static String value(Belongings things, Operation operation, String name) {
    if (name.equals("externalId")) {
      return things.externalId();
    }
    if (operation.path().startsWith("/api/v1/query/")
        && (name.equals("from") || name.equals("to"))) {
      return URLEncoder.encode(
          name.equals("from") ? "2020-01-01T00:00:00Z" : NOW, StandardCharsets.UTF_8);
    }
    if (operation.path().equals("/api/v1/schema-versions/diff")) {
      return things.id("schema-version");
    }
    if (PLAIN.containsKey(name)) {
      return String.valueOf(PLAIN.get(name));
    }
    var kind = name.equals("id") ? kindOfId(operation) : KINDS.get(name);
    if (kind != null) {
      return things.id(kind);
    }
    if (name.equals("id") && NOTHING_OF_OURS.stream().anyMatch(operation.path()::startsWith)) {
      return UUID.randomUUID().toString();
    }
    throw new AssertionError(
        "What does `%s` of %s stand for? Add it to Question, and to Belongings if it is new."
            .formatted(name, operation));
  }

  private static @Nullable String kindOfId(Operation operation) {
    return KINDS_OF_ID.entrySet().stream()
        .filter(kind ->
            operation.path().equals(kind.getKey())
                || operation.path().startsWith(kind.getKey() + "/"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** A value of a schema; of an object, every property that it declares. */
  private static JsonNode sample(
      Belongings things, Operation operation, JsonNode schema, String name) {
    var nodes = JsonNodeFactory.instance;
    for (var several : List.of("allOf", "oneOf", "anyOf")) {
      if (schema.path(several).isArray()) {
        return sample(things, operation, schema.path(several).get(0), name);
      }
    }
    if (schema.has("$ref")) {
      var target = schema.path("$ref").asText().substring(1);
      return sample(things, operation, operation.document().at(target), name);
    }
    if (schema.path("enum").isArray()) {
      return schema.path("enum").get(0);
    }
    var type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "array" -> nodes.arrayNode().add(sample(things, operation, schema.path("items"), name));
      case "boolean" -> nodes.booleanNode(false);
      case "integer", "number" -> nodes.numberNode(1);
      case "string" -> nodes.textNode(text(things, operation, schema, name));
      default -> {
        var object = nodes.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(property ->
                object.set(
                    property.getKey(),
                    property.getKey().equals("definition")
                        ? nodes.objectNode().put("type", "object")
                        : sample(things, operation, property.getValue(), property.getKey())));
        yield object;
      }
    };
  }

  private static String text(Belongings things, Operation operation, JsonNode schema, String name) {
    if (schema.path("format").asText().equals("uuid") || KINDS.containsKey(name)) {
      var kind = name.equals("id") || name.equals("ids") ? kindOfId(operation) : KINDS.get(name);
      return kind == null ? UUID.randomUUID().toString() : things.id(kind);
    }
    return switch (name) {
      case "email" -> "%s@somewhere.example".formatted(UUID.randomUUID());
      case "password" -> UUID.randomUUID().toString();
      case "roles" -> "ANALYST";
      case "externalIds" -> things.externalId();
      case "from" -> "2020-01-01T00:00:00Z";
      case "fields" -> "temperature";
      case "bucket" -> "auto";
      case "timezone" -> "UTC";
      case "aggregates" -> "avg";
      case "service" -> "device-api";
      default ->
          schema.path("format").asText().equals("date-time") || name.equals("to")
              ? NOW
              : "x" + UUID.randomUUID().toString().substring(0, 12);
    };
  }
}
