package io.sensormine.standalone.across;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sensormine.standalone.home.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * An operation as its service's OpenAPI document has it.
 *
 * @param path with its variables in braces
 * @param requiredQuery the names of the query parameters that it must have
 * @param optionalQuery the names of those that it may have
 * @param contentType of its body; null where it takes none
 * @param body the schema of its body
 * @param document what the body's references point into
 * @param open whether the document says that it needs no credential
 */
record Operation(
    Service service,
    String method,
    String path,
    List<String> requiredQuery,
    List<String> optionalQuery,
    @Nullable String contentType,
    JsonNode body,
    JsonNode document,
    List<String> roles,
    boolean open,
    String description) {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /** Every operation of a service that runs. */
  static List<Operation> of(Platform platform, Service service) {
    var text = platform.http(service, null).get("/openapi.yml").expect(200).text();
    Map<String, Object> read = new Yaml().load(text);
    JsonNode document = new ObjectMapper().valueToTree(read);
    var operations = new ArrayList<Operation>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method ->
                    operations.add(
                        of(service, path.getKey(), method.getKey(), method.getValue(), document))));
    return operations;
  }

  private static Operation of(
      Service service, String path, String method, JsonNode described, JsonNode document) {
    var content = described.path("requestBody").path("content");
    var types = content.properties().stream().map(Map.Entry::getKey).sorted().toList();
    var type = types.isEmpty() ? null : types.getFirst();
    var security = described.path("security");
    return new Operation(
        service,
        method.toUpperCase(Locale.ROOT),
        path,
        query(described, true),
        query(described, false),
        type,
        type == null ? MissingNode.getInstance() : content.path(type).path("schema"),
        document,
        StreamSupport.stream(described.path("x-roles").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        security.isArray() && security.isEmpty(),
        described.path("description").asText(""));
  }

  private static List<String> query(JsonNode described, boolean required) {
    return StreamSupport.stream(described.path("parameters").spliterator(), false)
        .filter(parameter -> parameter.path("in").asText().equals("query"))
        .filter(parameter -> parameter.path("required").asBoolean() == required)
        .map(parameter -> parameter.path("name").asText())
        .toList();
  }

  /** The names of the variables in its path. */
  List<String> variables() {
    return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
  }

  boolean reads() {
    return method.equals("GET");
  }

  @Override
  public String toString() {
    return service.moduleName() + " " + method + " " + path;
  }
}
