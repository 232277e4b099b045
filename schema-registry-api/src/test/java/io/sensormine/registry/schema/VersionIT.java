package io.sensormine.registry.schema;

import static io.sensormine.registry.schema.Registry.definition;
import static io.sensormine.registry.schema.Registry.schema;
import static io.sensormine.registry.schema.Registry.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionIT {
  private static Registry registry;
  private Http admin;
  private String versions;

  @BeforeAll
  static void start() {
    registry = new Registry();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void createASchema() {
    admin = registry.admin();
    var id = admin.post("/api/v1/schemas", schema("s", "first")).expect(201).id();
    versions = "/api/v1/schemas/" + id + "/versions";
  }

  @Test
  void addsVersionsAsDraftsWithTheirFields() {
    var added =
        admin
            .post(
                versions,
                """
                {"definition": {"type": "object", "title": "Meter", "properties": {
                   "energy": {"type": "number", "unit": "kW.h", "x-metric-kind": "counter",
                              "minimum": 0, "maximum": 1000.0, "title": "Energy"},
                   "mode": {"enum": ["auto", "off"]}}},
                 "changeNote": "more\\nof it"}
                """)
            .expect(201);
    var body = added.body();
    assertThat(added.header("Location")).isEqualTo(versions + "/2");
    assertThat(body.path("version").asInt()).isEqualTo(2);
    assertThat(body.path("status").asText()).isEqualTo("DRAFT");
    assertThat(body.path("changeNote").asText()).isEqualTo("more\nof it");
    assertThat(body.path("definition").fieldNames())
        .toIterable()
        .containsExactly("type", "title", "properties");
    var energy = body.at("/fields/0");
    assertThat(energy.path("path").asText()).isEqualTo("energy");
    assertThat(energy.path("type").asText()).isEqualTo("number");
    assertThat(energy.path("unit").asText()).isEqualTo("kW.h");
    assertThat(energy.path("kind").asText()).isEqualTo("counter");
    assertThat(energy.path("maximum").decimalValue()).isEqualByComparingTo("1000");
    assertThat(added.text()).contains("\"maximum\":1000").doesNotContain("E+");
    assertThat(body.at("/fields/1/type").asText()).isEqualTo("string");
    assertThat(body.at("/fields/1/enum")).hasSize(2);
    assertThat(admin.get(versions + "/2").expect(200).body()).isEqualTo(body);
    assertThat(admin.get("/api/v1/schema-versions/" + body.path("id").asText()).expect(200).body())
        .isEqualTo(body);
  }

  @Test
  void findsTheVersionOfAnEqualDefinitionWhateverItsStatus() {
    admin.post(versions + "/1/activate", "").expect(200);
    admin.post(versions + "/1/deprecate", "").expect(200);
    var other =
        "{'definition': {'properties': {'first': {'unit': 'Cel', 'type': 'number'}},"
            + " 'type': 'object'}}";
    var same = admin.post(versions, other).expect(200).body();
    assertThat(same.path("version").asInt()).isEqualTo(1);
    assertThat(same.path("status").asText()).isEqualTo("DEPRECATED");
    assertThat(admin.get(versions).body().path("items")).hasSize(1);
  }

  @Test
  void listsTheNewestFirstByStatusAndPage() {
    for (var field : List.of("b", "c", "d")) {
      admin.post(versions, version(field)).expect(201);
    }
    admin.post(versions + "/2/activate", "").expect(200);
    admin.post(versions + "/3/activate", "").expect(200);
    assertThat(numbers(admin.get(versions).expect(200))).containsExactly(4, 3, 2, 1);
    assertThat(numbers(admin.get(versions + "?status=ACTIVE"))).containsExactly(3, 2);
    var first = admin.get(versions + "?limit=3").body();
    var rest = admin.get(versions + "?limit=3&cursor=" + first.path("nextCursor").asText());
    assertThat(numbers(rest)).containsExactly(1);
    admin.get(versions + "?status=SOME").expect(400);
    assertThat(admin.get(versions + "?cursor=MTph").expect(400).problem())
        .isEqualTo("invalid-cursor");
    admin.get("/api/v1/schemas/" + UUID.randomUUID() + "/versions").expect(404);
  }

  @Test
  void leadsAVersionFromDraftToActiveToDeprecatedOnly() {
    illegal("deprecate");
    var active = admin.post(versions + "/1/activate", "").expect(200).body();
    assertThat(active.path("status").asText()).isEqualTo("ACTIVE");
    illegal("activate");
    var deprecated = admin.post(versions + "/1/deprecate", "").expect(200).body();
    assertThat(deprecated.path("status").asText()).isEqualTo("DEPRECATED");
    illegal("activate");
    illegal("deprecate");
    admin.post(versions + "/9/activate", "").expect(404);
    admin.post(versions + "/0/deprecate", "").expect(404);
  }

  private void illegal(String step) {
    assertThat(admin.post(versions + "/1/" + step, "").expect(409).problem())
        .isEqualTo("illegal-step");
  }

  @Test
  void refusesADefinitionThatMayBeNone() {
    var refused = admin.post(versions, "{'definition': {'type': 'array'}}").expect(422);
    assertThat(refused.problem()).isEqualTo("invalid-schema");
    assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/definition/type");
    assertThat(admin.post(versions, "{}").expect(422).problem()).isEqualTo("invalid-request");
    admin.post("/api/v1/schemas/" + UUID.randomUUID() + "/versions", version("x")).expect(404);
  }

  @Test
  void triesPayloadsOnAVersion() {
    var results =
        admin
            .post(
                versions + "/1/validate",
                "{'payloads': [{'first': 21.5}, {'first': 'warm'}, 17, null]}")
            .expect(200)
            .body()
            .path("results");
    assertThat(results.findValuesAsText("valid"))
        .containsExactly("true", "false", "false", "false");
    assertThat(results.at("/1/errors/0/path").asText()).isEqualTo("/first");
    assertThat(results.at("/1/errors/0/code").asText()).isEqualTo("type");
    assertThat(results.at("/2/errors/0/path").asText()).isEmpty();
    assertThat(results.at("/0/errors")).isEmpty();
    admin.post(versions + "/7/validate", "{'payloads': []}").expect(404);
    admin.post(versions + "/1/validate", "{}").expect(422);
  }

  @Test
  void resolvesManyIdsThoseOfArchivedSchemasIncluded() {
    var first = admin.get(versions + "/1").body().path("id").asText();
    var second = admin.post(versions, version("b")).body().path("id").asText();
    admin.delete(versions.replace("/versions", "")).expect(204);
    var unknown = UUID.randomUUID().toString();
    var resolved =
        admin
            .post(
                "/api/v1/schema-versions/resolve",
                "{'ids': ['%s', '%s', '%s', '%s']}".formatted(second, unknown, first, second))
            .expect(200)
            .body();
    assertThat(resolved.path("items").findValuesAsText("schemaId")).hasSize(2);
    assertThat(resolved.at("/items/0/id").asText()).isEqualTo(second);
    assertThat(resolved.at("/items/1/id").asText()).isEqualTo(first);
    assertThat(resolved.path("unknown")).hasSize(1);
    assertThat(resolved.at("/unknown/0").asText()).isEqualTo(unknown);
    var none = admin.post("/api/v1/schema-versions/resolve", "{'ids': []}").expect(200).body();
    assertThat(none.path("items")).isEmpty();
    admin.post("/api/v1/schema-versions/resolve", "{'ids': ['17']}").expect(400);
    var many = "\"" + UUID.randomUUID() + "\",";
    admin
        .post("/api/v1/schema-versions/resolve", "{\"ids\": [" + many.repeat(1000) + "\"x\"]}")
        .expect(400);
    admin
        .post(
            "/api/v1/schema-versions/resolve",
            "{\"ids\": [" + many.repeat(1000) + many.replace(",", "") + "]}")
        .expect(422);
    admin.get("/api/v1/schema-versions/" + unknown).expect(404);
  }

  @Test
  void letsClientsKeepWhatDoesNotChange() {
    var draft = admin.get(versions + "/1").expect(200);
    assertThat(draft.header("ETag")).contains(draft.body().path("fingerprint").asText());
    assertThat(draft.header("Cache-Control")).isEqualTo("private, no-cache");
    var unchanged = admin.with("If-None-Match", draft.header("ETag")).get(versions + "/1");
    assertThat(unchanged.expect(304).text()).isEmpty();
    assertThat(unchanged.header("ETag")).isEqualTo(draft.header("ETag"));
    admin.post(versions + "/1/activate", "").expect(200);
    admin.with("If-None-Match", draft.header("ETag")).get(versions + "/1").expect(200);
    admin.post(versions + "/1/deprecate", "").expect(200);
    assertThat(admin.get(versions + "/1").header("Cache-Control")).contains("immutable");
  }

  @Test
  void numbersVersionsWithoutGapsWhoeverComesAtOnce() throws Exception {
    var definitions = IntStream.range(0, 24).mapToObj(i -> definition("f" + i % 12)).toList();
    List<Callable<Http.Answer>> requests =
        definitions.stream()
            .<Callable<Http.Answer>>map(definition ->
                () -> admin.post(versions, "{'definition': %s}".formatted(definition)))
            .toList();
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(requests)) {
        statuses.add(answer.get().status());
      }
    }
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(12);
    assertThat(statuses.stream().filter(status -> status == 200)).hasSize(12);
    assertThat(numbers(admin.get(versions)))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 13).map(i -> 14 - i).boxed().toList());
  }

  @Test
  void givesANameToOneOfThoseWhoComeAtOnce() throws Exception {
    List<Callable<Http.Answer>> requests =
        IntStream.range(0, 8)
            .<Callable<Http.Answer>>mapToObj(
                i -> () -> admin.post("/api/v1/schemas", schema("contested", "f" + i)))
            .toList();
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(requests)) {
        statuses.add(answer.get().status());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).allMatch(status -> status == 201 || status == 409);
  }

  private static List<Integer> numbers(Http.Answer page) {
    var numbers = new ArrayList<Integer>();
    for (JsonNode item : page.body().path("items")) {
      numbers.add(item.path("version").asInt());
    }
    return numbers;
  }
}
