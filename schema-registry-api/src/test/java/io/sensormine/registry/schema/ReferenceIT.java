package io.sensormine.registry.schema;

import static io.sensormine.registry.schema.Registry.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Http;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Definitions that refer to other schema versions. */
class ReferenceIT {
  private static final String SCHEMAS = "/api/v1/schemas";
  private static final String UNIT =
      "{'type': 'object', 'properties': {'v': {'type': 'number', 'maximum': 10, 'unit': 'Cel'}}}";

  private static Registry registry;
  private Http admin;

  @BeforeAll
  static void start() {
    registry = new Registry();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void beANewTenant() {
    admin = registry.admin();
  }

  private static String request(String name, String definition) {
    return "{'name': '%s', 'definition': %s}".formatted(name, definition);
  }

  private static String referring(String reference) {
    return "{'type': 'object', 'properties': {'p': {'$ref': 'sensormine:schema/%s'}}}"
        .formatted(reference);
  }

  /** The path of a new schema. */
  private String create(String name, String definition) {
    return SCHEMAS + "/" + admin.post(SCHEMAS, request(name, definition)).expect(201).id();
  }

  private void dangling(Http client, String definition) {
    var refused = client.post(SCHEMAS, request("dangling", definition)).expect(422);
    assertThat(refused.problem()).isEqualTo("invalid-schema");
    assertThat(refused.body().path("errors")).hasSize(1);
    assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("reference-dangling");
    assertThat(refused.body().at("/errors/0/path").asText())
        .isEqualTo("/definition/properties/p/$ref");
  }

  private boolean admits(String path, String payload) {
    return admin
        .post(path + "/validate", "{'payloads': [%s]}".formatted(payload))
        .expect(200)
        .body()
        .at("/results/0/valid")
        .asBoolean();
  }

  @Test
  void meansWhatTheVersionsMeanThatItRefersTo() {
    create("air unit/1", UNIT);
    create("inner", referring("air%20unit%2F1/1"));
    var version = create("outer", referring("inner/1")) + "/versions/1";
    var body = admin.get(version).expect(200).body();
    assertThat(body.at("/definition/properties/p/$ref").asText())
        .isEqualTo("sensormine:schema/inner/1");
    assertThat(body.path("definition").has("$defs")).isFalse();
    assertThat(body.at("/bundle/$defs").fieldNames())
        .toIterable()
        .containsExactly("sensormine:schema/air%20unit%2F1/1", "sensormine:schema/inner/1");
    assertThat(body.at("/fields/0/path").asText()).isEqualTo("p.p.v");
    assertThat(body.at("/fields/0/unit").asText()).isEqualTo("Cel");
    assertThat(admits(version, "{'p': {'p': {'v': 10}}}")).isTrue();
    assertThat(admits(version, "{'p': {'p': {'v': 11}}}")).isFalse();
    assertThat(admin.get("/api/v1/schema-versions/" + body.path("id").asText()).expect(200).body())
        .isEqualTo(body);
    assertThat(admin.get(version.replace("/1", "")).body().at("/items/0")).isEqualTo(body);
  }

  @Test
  void hasNoBundleWithoutReferences() {
    var version = create("plain", UNIT) + "/versions/1";
    assertThat(admin.get(version).body().get("bundle").isNull()).isTrue();
  }

  @Test
  void refersToVersionsOfEveryStatusItsOwnSchemasOlderOnesIncluded() {
    var path = create("own", UNIT);
    admin.post(path + "/versions/1/activate", "").expect(200);
    admin.post(path + "/versions/1/deprecate", "").expect(200);
    var second = "{'definition': %s}".formatted(referring("own/1"));
    admin.post(path + "/versions", second).expect(201);
    assertThat(admits(path + "/versions/2", "{'p': {'v': 11}}")).isFalse();
    assertThat(admin.post(path + "/versions", second).expect(200).body().path("version").asInt())
        .isEqualTo(2);
    var itself = "{'definition': %s}".formatted(referring("own/3"));
    var refused = admin.post(path + "/versions", itself).expect(422).body();
    assertThat(refused.at("/errors/0/code").asText()).isEqualTo("reference-dangling");
    assertThat(refused.at("/errors/0/message").asText()).contains("that were there before it");
  }

  @Test
  void refusesAReferenceToWhatTheTenantDoesNotHave() {
    create("unit", UNIT);
    dangling(admin, referring("unit/2"));
    dangling(admin, referring("Unit/1"));
    dangling(admin, referring("unit/1#/$defs/none"));
    dangling(admin, referring("unit%00/1"));
    dangling(registry.admin(), referring("unit/1"));
    var remote = admin.post(SCHEMAS, request("x", "{'type': 'object', '$ref': 'https://a.b/c'}"));
    assertThat(remote.expect(422).body().at("/errors/0/code").asText())
        .isEqualTo("reference-remote");
  }

  @Test
  void isJudgedByWhatItsReferencesMean() {
    var unit = create("unit", UNIT);
    var narrower = "{'definition': %s}".formatted(UNIT.replace("10", "5"));
    admin.post(unit + "/versions", narrower).expect(201);
    var path = create("referring", referring("unit/1"));
    admin.post(path + "/versions/1/activate", "").expect(200);
    var next = "{'definition': %s}".formatted(referring("unit/2"));
    var judgement = admin.post(path + "/compatibility", next).expect(200).body();
    assertThat(judgement.path("compatible").asBoolean()).isFalse();
    assertThat(admin.post(path + "/versions", next).expect(409).problem())
        .isEqualTo("incompatible-schema");
    var unknown = "{'definition': %s}".formatted(referring("unit/3"));
    assertThat(admin.post(path + "/compatibility", unknown).expect(422).problem())
        .isEqualTo("invalid-schema");
    admin.patch(path, "{'compatibility': 'NONE'}").expect(200);
    admin.post(path + "/versions", next).expect(201);
    var changes = admin.get(path + "/diff?from=1&to=2").expect(200).body().path("changes");
    assertThat(changes.findValuesAsText("keyword")).containsExactly("maximum");
  }

  @Test
  void staysTheSameWhoeverTakesTheNameLater() {
    var unit = create("unit", UNIT);
    var version = create("referring", referring("unit/1")) + "/versions/1";
    JsonNode before = admin.get(version).body();
    admin.delete(unit).expect(204);
    dangling(admin, referring("unit/1"));
    admin.post(SCHEMAS, schema("unit", "other")).expect(201);
    assertThat(admin.get(version).body()).isEqualTo(before);
    assertThat(admits(version, "{'p': {'v': 11}}")).isFalse();
    var both =
        create(
                "both",
                "{'type': 'object', 'allOf': [{'$ref': 'sensormine:schema/referring/1'}],"
                    + " 'properties': {'q': {'$ref': 'sensormine:schema/unit/1'}}}")
            + "/versions/1";
    assertThat(admin.get(both).body().path("fields").findValuesAsText("path"))
        .containsExactly("p.v", "q.other");
    assertThat(admits(both, "{'p': {'v': 11}}")).isFalse();
    assertThat(admits(both, "{'p': {'other': 'x'}, 'q': {'v': 11}}")).isTrue();
    assertThat(admits(both, "{'q': {'other': 'x'}}")).isFalse();
  }
}
