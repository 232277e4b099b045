package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import io.sensormine.kit.problem.Violation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** JSON Schema 2020-12 by the library, shut off from the network. */
final class JsonSchemas {
  private static final Schema META_SCHEMA =
      registry(true).getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

  private JsonSchemas() {}

  /** What the meta-schema finds wrong with a definition, regular expressions included. */
  static List<Violation> againstMetaSchema(JsonNode definition) {
    return violations(META_SCHEMA.validate(definition));
  }

  /**
   * Makes a definition ready to check messages.
   *
   * @param definition has passed every check
   */
  static Schema compile(JsonNode definition) {
    var anonymous = definition.deepCopy();
    // without its $id two tenants' definitions cannot be taken for one another
    ((ObjectNode) anonymous).remove(List.of("$id", "$schema"));
    var schema = registry(false).getSchema(anonymous);
    schema.initializeValidators();
    return schema;
  }

  /** The library's findings, the first of each place, in order of place. */
  static List<Violation> violations(List<Error> errors) {
    var found = new LinkedHashMap<String, Violation>();
    for (var error : errors) {
      var path = error.getInstanceLocation().toString();
      found.putIfAbsent(path, new Violation(path, code(error), error.getMessage()));
    }
    return found.values().stream().sorted(Comparator.comparing(Violation::path)).toList();
  }

  /** {@code additionalProperties} becomes {@code additional-properties}. */
  private static String code(Error error) {
    return error.getKeyword().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static SchemaRegistry registry(boolean assertFormats) {
    var config =
        SchemaRegistryConfig.builder()
            .formatAssertionsEnabled(assertFormats)
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .build();
    return SchemaRegistry.withDialect(
        Dialects.getDraft202012(),
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaLoader(loader -> loader.fetchRemoteResources(false)));
  }
}
