package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.kit.testing.Http;
import io.sensormine.registry.schema.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are what they say, by the registry as it runs. */
class ExampleSchemasIT {
  private static final Path EXAMPLES = Path.of("../examples/schemas");
  private static final String SCHEMAS = "/api/v1/schemas";
  private static final int MIN_SAMPLES = 10;
  private static final int MIN_REFUSED = 3;

  private static Registry registry;
  private static Http admin;

  @BeforeAll
  static void start() {
    registry = new Registry();
    admin = registry.admin();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  static Stream<String> names() throws IOException {
    try (var files = Files.list(EXAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void standInTheTableEachWithItsMessages() throws IOException {
    var table = Files.readString(EXAMPLES.resolve("README.md"));
    assertThat(names()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(names())
        .allSatisfy(name -> {
          assertThat(table).contains("| [%s](%s.json) |".formatted(name, name));
          assertThat(lines(name + ".samples.ndjson")).hasSizeGreaterThanOrEqualTo(MIN_SAMPLES);
          assertThat(lines(name + ".refused.ndjson")).hasSizeGreaterThanOrEqualTo(MIN_REFUSED);
        });
  }

  @ParameterizedTest
  @MethodSource("names")
  void takeTheirSamplesAndRefuseTheOthersWhereTheySay(String name) throws IOException {
    var version =
        registered(name, Inferring.json(Files.readString(EXAMPLES.resolve(name + ".json"))));
    assertThat(results(version, lines(name + ".samples.ndjson")))
        .allSatisfy(
            result -> assertThat(result.path("valid").asBoolean()).as("%s", result).isTrue());
    var refused = lines(name + ".refused.ndjson");
    var results = results(version, refused.stream().map(each -> each.path("payload")).toList());
    for (int i = 0; i < refused.size(); i++) {
      assertThat(results.get(i).path("errors").findValuesAsText("path"))
          .as("%s", refused.get(i).path("why"))
          .containsOnly(refused.get(i).path("path").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void declareFieldsWithTitlesUnitsAndTheTime(String name) throws IOException {
    var definition = Inferring.json(Files.readString(EXAMPLES.resolve(name + ".json")));
    var fields =
        admin.get(registered(name + " fields", definition)).expect(200).body().path("fields");
    assertThat(fields).isNotEmpty();
    assertThat(fields).allSatisfy(field -> assertThat(field.path("title").asText()).isNotEmpty());
    assertThat(fields.findValuesAsText("unit")).anyMatch(unit -> !unit.equals("null"));
    assertThat(definition.path("title").asText()).isNotEmpty();
    assertThat(definition.path("description").asText()).isNotEmpty();
    assertThat(definition.findValues("x-time")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void haveSamplesThatKeepWhatIsInferredFromThem(String name) throws IOException {
    var file = EXAMPLES.resolve(name + ".samples.ndjson");
    var inferred =
        admin
            .send("POST", SCHEMAS + "/infer", Files.readAllBytes(file), "application/x-ndjson")
            .expect(200)
            .body()
            .path("definition");
    assertThat(inferred.findValues("x-time")).hasSize(1);
    var version = registered(name + " inferred", inferred);
    assertThat(results(version, lines(name + ".samples.ndjson")))
        .allSatisfy(
            result -> assertThat(result.path("valid").asBoolean()).as("%s", result).isTrue());
  }

  /** Creates and activates it; the path of its version. */
  private static String registered(String name, JsonNode definition) {
    var request = JsonNodeFactory.instance.objectNode().put("name", name);
    request.set("definition", definition);
    var schema = admin.post(SCHEMAS, request.toString()).expect(201).id();
    var version = SCHEMAS + "/" + schema + "/versions/1";
    admin.post(version + "/activate", "").expect(200);
    return version;
  }

  private static List<JsonNode> results(String version, List<JsonNode> payloads) {
    var request = JsonNodeFactory.instance.objectNode();
    request.putArray("payloads").addAll(payloads);
    var results =
        admin.post(version + "/validate", request.toString()).expect(200).body().path("results");
    assertThat(results).hasSameSizeAs(payloads);
    return results.valueStream().toList();
  }

  private static List<JsonNode> lines(String file) {
    try {
      return Files.readAllLines(EXAMPLES.resolve(file)).stream().map(Inferring::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
