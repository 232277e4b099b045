package io.sensormine.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvolutionIT {
  private static final String NUMBER = "{'t': {'type': 'number', 'unit': 'Cel'}}";
  private static final String TEXT = "{'t': {'type': 'string'}}";

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
  void be() {
    admin = registry.admin();
  }

  /** A schema whose version 1 declares such properties and is ACTIVE; its path. */
  private String schema(String mode, String properties) {
    var body =
        "{'name': 's', 'compatibility': '%s', 'definition': %s}"
            .formatted(mode, definition(properties, ""));
    var path = "/api/v1/schemas/" + admin.post("/api/v1/schemas", body).expect(201).id();
    admin.post(path + "/versions/1/activate", "").expect(200);
    return path;
  }

  private static String definition(String properties, String more) {
    return "{'type': 'object', 'properties': %s%s}".formatted(properties, more);
  }

  private static String proposed(String properties) {
    return "{'definition': %s}".formatted(definition(properties, ""));
  }

  private Http.Answer add(String schema, String properties) {
    return admin.post(schema + "/versions", proposed(properties));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void refusesAVersionThatBreaksTheActiveOneAndStoresNothing() {
    var schema = schema("BACKWARD", NUMBER);
    var refused = add(schema, TEXT).expect(409);
    assertThat(refused.problem()).isEqualTo("incompatible-schema");
    assertThat(refused.body().at("/errors/0/path").asText())
        .isEqualTo("/definition/properties/t/type");
    assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("type");
    assertThat(refused.body().at("/errors/0/message").asText())
        .contains("`t` was number and is now string");
    assertThat(refused.body().path("detail").asText()).contains("BACKWARD");
    assertThat(admin.get(schema + "/versions").body().path("items")).hasSize(1);
  }

  @Test
  void holdsEachModeToItsDirections() {
    var narrower = "{'t': {'type': 'integer'}}";
    add(schema("NONE", NUMBER), TEXT).expect(201);
    admin = registry.admin();
    var forward = schema("FORWARD", NUMBER);
    add(forward, narrower).expect(201);
    add(forward, "{'t': {'type': ['number', 'string']}}").expect(409);
    admin = registry.admin();
    var full = schema("FULL", NUMBER);
    add(full, narrower).expect(409);
    add(full, "{'t': {'type': ['number', 'string']}}").expect(409);
    add(full, "{'t': {'type': 'number', 'title': 'T'}}").expect(201);
  }

  @Test
  void toleratesANewOptionalPropertyUnlessThePolicyIsStrict() {
    var schema = schema("FULL", NUMBER);
    var more = "{'t': {'type': 'number', 'unit': 'Cel'}, 'h': {'type': 'number', 'unit': '%'}}";
    var judged = admin.post(schema + "/compatibility", proposed(more)).expect(200).body();
    assertThat(judged.path("compatible").asBoolean()).isTrue();
    assertThat(judged.path("policy").asText()).isEqualTo("LENIENT");
    var change = judged.at("/changes/0");
    assertThat(change.path("path").asText()).isEqualTo("/properties/h");
    assertThat(change.path("change").asText()).isEqualTo("ADDED");
    assertThat(texts(change.path("breaks"))).isEmpty();
    assertThat(texts(change.path("tolerated"))).containsExactly("BACKWARD");
    assertThat(change.path("message").asText()).contains("LENIENT");

    admin.patch(schema, "{'compatibilityPolicy': 'STRICT'}").expect(200);
    var strict = admin.post(schema + "/compatibility", proposed(more)).expect(200).body();
    assertThat(strict.path("compatible").asBoolean()).isFalse();
    assertThat(texts(strict.at("/changes/0/breaks"))).containsExactly("BACKWARD");
    add(schema, more).expect(409);
    admin.patch(schema, "{'compatibilityPolicy': 'LENIENT'}").expect(200);
    add(schema, more).expect(201);
  }

  @Test
  void takesEveryVersionWhileNoneIsActiveButSaysWhatChanges() {
    var body = "{'name': 's', 'definition': %s}".formatted(definition(NUMBER, ""));
    var schema = "/api/v1/schemas/" + admin.post("/api/v1/schemas", body).expect(201).id();
    var judged = admin.post(schema + "/compatibility", proposed(TEXT)).expect(200).body();
    assertThat(judged.path("compatible").asBoolean()).isFalse();
    assertThat(judged.path("against")).hasSize(1);
    assertThat(judged.at("/against/0").asInt()).isEqualTo(1);
    add(schema, TEXT).expect(201);
    admin.post(schema + "/versions/2/activate", "").expect(200);
    // the draft was made when nothing was active, and is judged now
    assertThat(admin.post(schema + "/versions/1/activate", "").expect(409).problem())
        .isEqualTo("incompatible-schema");
  }

  @Test
  void judgesADraftAgainWhenItBecomesActive() {
    var schema = schema("BACKWARD", NUMBER);
    add(schema, "{'t': {'type': 'number', 'unit': 'Cel'}, 'x': {'type': 'number'}}").expect(201);
    add(schema, "{'t': {'type': 'number', 'unit': 'Cel'}, 'x': {'type': 'string'}}").expect(201);
    admin.post(schema + "/versions/2/activate", "").expect(200);
    var refused = admin.post(schema + "/versions/3/activate", "").expect(409);
    assertThat(refused.problem()).isEqualTo("incompatible-schema");
    assertThat(refused.body().at("/errors/0/path").asText())
        .isEqualTo("/definition/properties/x/type");
    assertThat(admin.get(schema + "/versions/3").body().path("status").asText()).isEqualTo("DRAFT");
  }

  @Test
  void letsOneOfTwoDraftsThatContradictEachOtherBecomeActive() throws Exception {
    for (int round = 0; round < 5; round++) {
      admin = registry.admin();
      var schema = schema("FULL", NUMBER);
      add(schema, "{'t': {'type': 'number', 'unit': 'Cel'}, 'x': {'type': 'number'}}").expect(201);
      add(schema, "{'t': {'type': 'number', 'unit': 'Cel'}, 'x': {'type': 'string'}}").expect(201);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Integer>> both =
            List.of(
                () -> admin.post(schema + "/versions/2/activate", "").status(),
                () -> admin.post(schema + "/versions/3/activate", "").status());
        var answers = threads.invokeAll(both);
        assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
            .containsExactlyInAnyOrder(200, 409);
      }
      assertThat(admin.get(schema + "/versions?status=ACTIVE").body().path("items")).hasSize(2);
    }
  }

  @Test
  void comparesWithEveryVersionInUseWhereTheModeIsTransitive() {
    var schema = schema("BACKWARD", "{'x': {'type': 'number'}}");
    add(schema, "{'y': {'type': 'number'}}").expect(201);
    admin.post(schema + "/versions/2/activate", "").expect(200);
    admin.post(schema + "/versions/1/deprecate", "").expect(200);
    var again = "{'x': {'type': 'string'}, 'y': {'type': 'number'}}";
    var judged = admin.post(schema + "/compatibility", proposed(again)).expect(200).body();
    assertThat(judged.path("compatible").asBoolean()).isTrue();
    assertThat(texts(judged.path("against"))).containsExactly("2");

    admin.patch(schema, "{'compatibility': 'BACKWARD_TRANSITIVE'}").expect(200);
    judged = admin.post(schema + "/compatibility", proposed(again)).expect(200).body();
    assertThat(judged.path("compatible").asBoolean()).isFalse();
    assertThat(texts(judged.path("against"))).containsExactly("2", "1");
    add(schema, again).expect(409);
  }

  @Test
  void reportsAUnitOfTheSameDimensionAndRefusesOneOfAnother() {
    var schema = schema("BACKWARD", NUMBER);
    var fahrenheit = "{'t': {'type': 'number', 'unit': '[degF]'}}";
    var judged = admin.post(schema + "/compatibility", proposed(fahrenheit)).expect(200).body();
    assertThat(judged.path("compatible").asBoolean()).isTrue();
    var change = judged.at("/changes/0");
    assertThat(change.path("keyword").asText()).isEqualTo("unit");
    assertThat(change.path("path").asText()).isEqualTo("/properties/t/unit");
    assertThat(change.path("old").asText()).isEqualTo("Cel");
    assertThat(change.path("new").asText()).isEqualTo("[degF]");
    assertThat(change.path("message").asText()).contains("convert");
    var refused = add(schema, "{'t': {'type': 'number', 'unit': 'm'}}").expect(409);
    assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("unit");
    add(schema, fahrenheit).expect(201);
  }

  @Test
  void keepsAFieldsFormerNameAndRefusesOneThatNeverWas() {
    var schema = schema("BACKWARD", NUMBER);
    var named = "{'temperature': {'type': 'number', 'unit': '%s', 'x-renamed-from': '%s'}}";
    var unknown = add(schema, named.formatted("Cel", "nothing")).expect(422);
    assertThat(unknown.problem()).isEqualTo("invalid-schema");
    assertThat(unknown.body().at("/errors/0/path").asText())
        .isEqualTo("/definition/properties/temperature/x-renamed-from");
    admin.post(schema + "/compatibility", proposed(named.formatted("Cel", "nothing"))).expect(422);
    add(schema, named.formatted("m", "t")).expect(409);
    var renamed = add(schema, named.formatted("[degF]", "t")).expect(201).body();
    assertThat(renamed.at("/fields/0/renamedFrom").asText()).isEqualTo("t");
    admin
        .post(
            "/api/v1/schemas",
            "{'name': 'new', 'definition': %s}"
                .formatted(definition(named.formatted("Cel", "t"), "")))
        .expect(422);
  }

  @Test
  void comparesTwoVersions() {
    var schema = schema("NONE", NUMBER);
    admin
        .post(
            schema + "/versions",
            "{'definition': %s}".formatted(definition(TEXT, ", 'required': ['t']")))
        .expect(201);
    var diff = admin.get(schema + "/diff?from=1&to=2").expect(200).body();
    assertThat(diff.path("from").asInt()).isEqualTo(1);
    assertThat(diff.path("changes"))
        .extracting(change -> change.path("path").asText() + " " + change.path("change").asText())
        .containsExactlyInAnyOrder(
            "/properties/t/type CHANGED", "/required ADDED", "/properties/t/unit REMOVED");
    var back = admin.get(schema + "/diff?from=2&to=1").expect(200).body();
    assertThat(back.path("changes"))
        .extracting(change -> change.path("change").asText())
        .containsExactlyInAnyOrder("CHANGED", "REMOVED", "ADDED");
    assertThat(admin.get(schema + "/diff?from=1&to=1").body().path("changes")).isEmpty();
    admin.get(schema + "/diff?from=1").expect(400);
    admin.get(schema + "/diff?from=1&to=x").expect(400);
    admin.get(schema + "/diff?from=1&to=9").expect(404);
    admin.get("/api/v1/schemas/" + UUID.randomUUID() + "/diff?from=1&to=2").expect(404);
  }

  private UUID version(String schema, int number) {
    return admin.get(schema + "/versions/" + number).expect(200).id();
  }

  private static String diff(Object from, Object to) {
    return "/api/v1/schema-versions/diff?from=%s&to=%s".formatted(from, to);
  }

  @Test
  void comparesTwoVersionsByTheirIds() {
    var schema = schema("NONE", NUMBER);
    add(schema, TEXT).expect(201);
    var first = version(schema, 1);
    var second = version(schema, 2);
    var diff = admin.get(diff(first, second)).expect(200).body();
    var schemaId = schema.substring(schema.lastIndexOf('/') + 1);
    assertThat(diff.path("from").toString())
        .isEqualTo("{\"id\":\"%s\",\"schemaId\":\"%s\",\"version\":1}".formatted(first, schemaId));
    assertThat(diff.at("/to/id").asText()).isEqualTo(second.toString());
    assertThat(diff.at("/to/version").asInt()).isEqualTo(2);
    assertThat(diff.path("changes"))
        .isEqualTo(admin.get(schema + "/diff?from=1&to=2").body().path("changes"));
    assertThat(texts(diff.at("/changes/0/breaks"))).contains("BACKWARD");
    assertThat(admin.get(diff(first, first)).expect(200).body().path("changes")).isEmpty();
  }

  @Test
  void comparesVersionsOfTwoSchemasByThePolicyOfTheSecond() {
    var lenient = version(schema("NONE", NUMBER), 1);
    var more = "{'t': {'type': 'number', 'unit': 'Cel'}, 'h': {'type': 'number'}}";
    var other =
        admin
            .post(
                "/api/v1/schemas",
                "{'name': 'strict', 'compatibilityPolicy': 'STRICT', 'definition': %s}"
                    .formatted(definition(more, "")))
            .expect(201);
    var strict = version("/api/v1/schemas/" + other.id(), 1);
    var added = admin.get(diff(lenient, strict)).expect(200).body();
    assertThat(added.at("/from/schemaId")).isNotEqualTo(added.at("/to/schemaId"));
    assertThat(texts(added.at("/changes/0/breaks"))).containsExactly("BACKWARD");
    var removed = admin.get(diff(strict, lenient)).expect(200).body();
    assertThat(texts(removed.at("/changes/0/breaks"))).isEmpty();
    assertThat(texts(removed.at("/changes/0/tolerated"))).containsExactly("FORWARD");
    // an archived schema's version is compared all the same
    admin.delete("/api/v1/schemas/" + other.id()).expect(204);
    admin.get(diff(lenient, strict)).expect(200);
  }

  @Test
  void saysWhichOfTwoVersionsTheTenantDoesNotHave() {
    var mine = version(schema("NONE", NUMBER), 1);
    var me = admin;
    admin = registry.admin();
    var theirs = version(schema("NONE", NUMBER), 1);
    var unknown = UUID.randomUUID();
    assertThat(missing(me, mine, theirs)).containsExactly("/to");
    assertThat(missing(me, theirs, mine)).containsExactly("/from");
    assertThat(missing(me, unknown, theirs)).containsExactly("/from", "/to");
    assertThat(me.get(diff(mine, unknown)).body().path("detail").asText())
        .contains(unknown.toString());
  }

  private static List<String> missing(Http client, UUID from, UUID to) {
    return client.get(diff(from, to)).expect(404).body().path("errors").findValuesAsText("path");
  }

  @Test
  void comparesForReadersAndServicesAndNobodyElse() {
    var tenant = UUID.randomUUID();
    admin = registry.as(tenant, Roles.TENANT_ADMIN);
    var mine = version(schema("NONE", NUMBER), 1);
    var path = diff(mine, mine);
    for (var role : List.of(Roles.OPERATOR, Roles.ANALYST)) {
      registry.as(tenant, role).get(path).expect(200);
    }
    registry.service(tenant).get(path).expect(200);
    registry.service(UUID.randomUUID()).get(path).expect(404);
    registry.service.anonymous().get(path).expect(401);
    admin.get(diff(mine, 17)).expect(400);
    admin.get(diff("x", mine)).expect(400);
    admin.get("/api/v1/schema-versions/diff?from=" + mine).expect(400);
    admin.get(path + "&than=1").expect(400);
    admin.get("/api/v1/schema-versions/diff").expect(400);
  }

  @Test
  void judgesForReadersAndChangesNothing() {
    var tenant = UUID.randomUUID();
    admin = registry.as(tenant, Roles.TENANT_ADMIN);
    var schema = schema("BACKWARD", NUMBER);
    var analyst = registry.as(tenant, Roles.ANALYST);
    analyst.post(schema + "/compatibility", proposed(TEXT)).expect(200);
    analyst.get(schema + "/diff?from=1&to=1").expect(200);
    assertThat(analyst.get(schema + "/versions").body().path("items")).hasSize(1);
    registry.admin().post(schema + "/compatibility", proposed(TEXT)).expect(404);
    registry.admin().get(schema + "/diff?from=1&to=1").expect(404);
    var broken = analyst.post(schema + "/compatibility", "{'definition': {'type': 'array'}}");
    assertThat(broken.expect(422).problem()).isEqualTo("invalid-schema");
  }
}
