package io.sensormine.registry.schema;

import static io.sensormine.registry.schema.Registry.schema;
import static io.sensormine.registry.schema.Registry.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Http;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaIT {
  private static final String SCHEMAS = "/api/v1/schemas";
  private static Registry registry;

  @BeforeAll
  static void start() {
    registry = new Registry();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void letsReadersKeepASchemaUntilItChanges() {
    var admin = registry.admin();
    var path = SCHEMAS + "/" + admin.post(SCHEMAS, schema("kept", "t")).expect(201).id();
    var read = admin.get(path).expect(200);
    assertThat(read.header("Cache-Control")).isEqualTo("private, no-cache");
    var again = admin.with("If-None-Match", read.header("ETag"));
    again.get(path).expect(304);
    var list = admin.get(SCHEMAS).expect(200);
    admin.with("If-None-Match", list.header("ETag")).get(SCHEMAS).expect(304);
    again.get(SCHEMAS).expect(200);
    admin.patch(path, "{'description': 'changed'}").expect(200);
    assertThat(again.get(path).expect(200).header("ETag")).isNotEqualTo(read.header("ETag"));
  }

  @Test
  void createsASchemaWithItsFirstVersionInDraft() {
    var admin = registry.admin();
    var created =
        admin
            .post(
                SCHEMAS,
                """
                {"name": "Air quality", "description": "Indoor", "tags": ["air", "indoor", "air"],
                 "compatibility": "FULL_TRANSITIVE", "compatibilityPolicy": "STRICT",
                 "definition": {"type": "object", "properties": {"co2": {"type": "integer", "unit": "[ppm]"}}}}
                """)
            .expect(201);
    var body = created.body();
    assertThat(created.header("Location")).isEqualTo(SCHEMAS + "/" + created.id());
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "description",
            "tags",
            "compatibility",
            "compatibilityPolicy",
            "archived",
            "createdAt",
            "latestVersion");
    assertThat(body.path("name").asText()).isEqualTo("Air quality");
    assertThat(texts(body.path("tags"))).containsExactly("air", "indoor");
    assertThat(body.path("compatibility").asText()).isEqualTo("FULL_TRANSITIVE");
    assertThat(body.path("compatibilityPolicy").asText()).isEqualTo("STRICT");
    assertThat(body.path("archived").asBoolean()).isFalse();
    assertThat(Instant.parse(body.path("createdAt").asText())).isBefore(Instant.now());
    assertThat(body.at("/latestVersion/version").asInt()).isEqualTo(1);
    assertThat(body.at("/latestVersion/status").asText()).isEqualTo("DRAFT");
    assertThat(body.at("/latestVersion/fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(admin.get(created.header("Location")).expect(200).body()).isEqualTo(body);
  }

  @Test
  void choosesBackwardAndLenientWhereNothingIsSaid() {
    var body = registry.admin().post(SCHEMAS, schema("a", "t")).expect(201).body();
    assertThat(body.path("compatibility").asText()).isEqualTo("BACKWARD");
    assertThat(body.path("compatibilityPolicy").asText()).isEqualTo("LENIENT");
    assertThat(body.path("description").isNull()).isTrue();
    assertThat(body.path("tags")).isEmpty();
  }

  @Test
  void resolvesManyIdsArchivedOnesIncluded() {
    var admin = registry.admin();
    var first = admin.post(SCHEMAS, schema("first", "a")).expect(201).body();
    var second = admin.post(SCHEMAS, schema("second", "b")).expect(201);
    admin.delete(SCHEMAS + "/" + second.id()).expect(204);
    var unknown = UUID.randomUUID().toString();
    var resolved =
        admin
            .post(
                SCHEMAS + "/resolve",
                "{'ids': ['%s', '%s', '%s', '%s']}"
                    .formatted(second.id(), unknown, first.path("id").asText(), second.id()))
            .expect(200)
            .body();
    assertThat(resolved.path("items")).hasSize(2);
    assertThat(resolved.at("/items/0/id").asText()).isEqualTo(second.id().toString());
    assertThat(resolved.at("/items/0/archived").asBoolean()).isTrue();
    assertThat(resolved.at("/items/1")).isEqualTo(first);
    assertThat(texts(resolved.path("unknown"))).containsExactly(unknown);
    var none = admin.post(SCHEMAS + "/resolve", "{'ids': []}").expect(200).body();
    assertThat(none.path("items")).isEmpty();
  }

  @Test
  void tellsWhichOfTheResolvedHaveNoActiveVersionAnyMore() {
    var admin = registry.admin();
    var waiting = admin.post(SCHEMAS, schema("waiting", "a")).expect(201).id();
    var active = admin.post(SCHEMAS, schema("active", "a")).expect(201).id();
    var lapsed = admin.post(SCHEMAS, schema("lapsed", "a")).expect(201).id();
    var redrafted = admin.post(SCHEMAS, schema("redrafted", "a")).expect(201).id();
    var succeeded = admin.post(SCHEMAS, schema("succeeded", "a")).expect(201).id();
    var archived = admin.post(SCHEMAS, schema("archived", "a")).expect(201).id();
    step(admin, active, 1, "activate");
    for (var id : List.of(lapsed, redrafted, succeeded, archived)) {
      step(admin, id, 1, "activate");
      step(admin, id, 1, "deprecate");
    }
    admin.post(SCHEMAS + "/" + redrafted + "/versions", version("b")).expect(201);
    admin.post(SCHEMAS + "/" + succeeded + "/versions", version("b")).expect(201);
    step(admin, succeeded, 2, "activate");
    admin.delete(SCHEMAS + "/" + archived).expect(204);
    var ids =
        Stream.of(redrafted, waiting, active, lapsed, succeeded, archived, UUID.randomUUID())
            .map(id -> "'" + id + "'")
            .collect(Collectors.joining(","));
    var resolved = admin.post(SCHEMAS + "/resolve", "{'ids': [" + ids + "]}").expect(200).body();
    assertThat(texts(resolved.path("lapsed")))
        .containsExactly(redrafted.toString(), lapsed.toString(), archived.toString());
    var others = registry.admin().post(SCHEMAS + "/resolve", "{'ids': [" + ids + "]}");
    assertThat(others.expect(200).body().path("lapsed").isEmpty()).isTrue();
    assertThat(others.body().has("lapsed")).isTrue();
  }

  private static void step(Http admin, UUID schema, int version, String action) {
    admin.post(SCHEMAS + "/%s/versions/%d/%s".formatted(schema, version, action), "").expect(200);
  }

  @Test
  void resolvesAThousandIdsAtOnceAndNoMore() {
    var admin = registry.admin();
    var many = "\"" + UUID.randomUUID() + "\",";
    var thousand = many.repeat(999) + many.replace(",", "");
    admin.post(SCHEMAS + "/resolve", "{\"ids\": [" + thousand + "]}").expect(200);
    admin.post(SCHEMAS + "/resolve", "{\"ids\": [" + many + thousand + "]}").expect(422);
    admin.post(SCHEMAS + "/resolve", "{'ids': ['17']}").expect(400);
    admin.post(SCHEMAS + "/resolve", "{}").expect(422);
  }

  @Test
  void refusesANameThatALivingSchemaHas() {
    var admin = registry.admin();
    var first = admin.post(SCHEMAS, schema("meter", "a")).expect(201);
    var taken = admin.post(SCHEMAS, schema("meter", "b")).expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/name");
    registry.admin().post(SCHEMAS, schema("meter", "a")).expect(201);
    admin.delete(SCHEMAS + "/" + first.id()).expect(204);
    admin.post(SCHEMAS, schema("meter", "a")).expect(201);
  }

  @Test
  void refusesWhatIsWrongWithTheRequest() {
    var admin = registry.admin();
    refused(admin, "{'definition': {'type': 'object'}}", "/name", "not-blank");
    refused(admin, "{'name': 'a'}", "/definition", "not-null");
    refused(admin, schema("x".repeat(201), "t"), "/name", "size");
    refused(admin, schema("a\\u0000b", "t"), "/name", "pattern");
    refused(admin, "{'name': 'a', 'definition': {}, 'colour': 1}", "/colour", "unknown-property");
    refused(
        admin,
        "{'name': 'a', 'compatibility': 'SOME', 'definition': {}}",
        "/compatibility",
        "not-an-option");
    admin.post(SCHEMAS, "{'name': ").expect(400);
  }

  @Test
  void refusesADefinitionWithPointersIntoTheRequest() {
    var admin = registry.admin();
    var unit =
        admin
            .post(
                SCHEMAS,
                "{'name': 'a', 'definition': {'type': 'object', 'properties':"
                    + " {'temp': {'type': 'number', 'unit': 'celsius'}, 'a.b': {}}}}")
            .expect(422);
    assertThat(unit.problem()).isEqualTo("invalid-schema");
    assertThat(unit.body().path("errors").findValuesAsText("path"))
        .containsExactlyInAnyOrder(
            "/definition/properties/temp/unit", "/definition/properties/a.b");
    for (var definition : List.of("null", "true", "[]", "17")) {
      var none =
          admin.post(SCHEMAS, "{'name': 'a', 'definition': %s}".formatted(definition)).expect(422);
      assertThat(none.body().at("/errors/0/path").asText()).isEqualTo("/definition");
    }
  }

  @Test
  void listsInOrderOfNameByPagesThatStayStableUnderInserts() {
    var admin = registry.admin();
    for (var name : List.of("delta", "Alpha", "charlie", "bravo", "Echo")) {
      admin.post(SCHEMAS, schema(name, "t")).expect(201);
    }
    var first = admin.get(SCHEMAS + "?limit=2").expect(200).body();
    assertThat(names(first)).containsExactly("Alpha", "bravo");
    admin.post(SCHEMAS, schema("aardvark", "t")).expect(201);
    var second = admin.get(SCHEMAS + "?limit=2&cursor=" + first.path("nextCursor").asText()).body();
    assertThat(names(second)).containsExactly("charlie", "delta");
    var third = admin.get(SCHEMAS + "?limit=2&cursor=" + second.path("nextCursor").asText()).body();
    assertThat(names(third)).containsExactly("Echo");
    assertThat(third.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void findsByPrefixTagAndWhetherArchived() {
    var admin = registry.admin();
    var gone = admin.post(SCHEMAS, schema("tank old", "t")).expect(201).id();
    admin.delete(SCHEMAS + "/" + gone).expect(204);
    admin.post(SCHEMAS, schema("Tank level", "t")).expect(201);
    admin.post(SCHEMAS, schema("100%_x", "t")).expect(201);
    var tagged = schema("Weather", "t").replaceFirst("\\{", "{'tags': ['outdoor'],");
    admin.post(SCHEMAS, tagged).expect(201);
    assertThat(names(admin.get(SCHEMAS + "?q=tank").body())).containsExactly("Tank level");
    assertThat(names(admin.get(SCHEMAS + "?q=level").body())).isEmpty();
    // a sigma is another letter at a word's end, where a text is lowered as Greek is written
    var road = admin.post(SCHEMAS, schema("ΟΔΟΣΑ", "t")).expect(201).id();
    assertThat(names(admin.get(SCHEMAS + "?q=%CE%9F%CE%94%CE%9F%CE%A3").body()))
        .containsExactly("ΟΔΟΣΑ");
    admin.delete(SCHEMAS + "/" + road).expect(204);
    assertThat(names(admin.get(SCHEMAS + "?q=%25").body())).isEmpty();
    assertThat(names(admin.get(SCHEMAS + "?q=100%25_").body())).containsExactly("100%_x");
    assertThat(names(admin.get(SCHEMAS + "?tag=outdoor").body())).containsExactly("Weather");
    assertThat(names(admin.get(SCHEMAS + "?archived=true").body()))
        .containsExactly("tank old", "ΟΔΟΣΑ");
    assertThat(names(admin.get(SCHEMAS + "?archived=false").body())).hasSize(3);
  }

  @Test
  void answers400ForAListThatCannotBe() {
    var admin = registry.admin();
    problem(admin.get(SCHEMAS + "?limit=0"), 400, "invalid-parameter");
    problem(admin.get(SCHEMAS + "?limit=501"), 400, "invalid-parameter");
    problem(admin.get(SCHEMAS + "?cursor=x"), 400, "invalid-cursor");
    // well-formed cursors of two keys that no list has given out
    problem(admin.get(SCHEMAS + "?cursor=MTphMTpi"), 400, "invalid-cursor");
    problem(admin.get(SCHEMAS + "?colour=red"), 400, "unknown-parameter");
    problem(admin.get(SCHEMAS + "?q=%00"), 400, "invalid-parameter");
    for (var neither : List.of("yes", "TRUE", "0", "")) {
      var refused = admin.get(SCHEMAS + "?archived=" + neither);
      problem(refused, 400, "invalid-parameter");
      assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/archived");
    }
    problem(admin.get(SCHEMAS + "/17"), 400, "malformed-id");
  }

  @Test
  void changesOnlyWhatThePatchNames() {
    var admin = registry.admin();
    var path =
        SCHEMAS
            + "/"
            + admin
                .post(
                    SCHEMAS,
                    schema("p", "t").replaceFirst("\\{", "{'description': 'd', 'tags': ['x'],"))
                .id();
    var changed = admin.patch(path, "{'tags': ['y'], 'compatibility': 'NONE'}").expect(200).body();
    assertThat(changed.path("description").asText()).isEqualTo("d");
    assertThat(texts(changed.path("tags"))).containsExactly("y");
    assertThat(changed.path("compatibility").asText()).isEqualTo("NONE");
    assertThat(admin.patch(path, "{'description': null}").body().path("description").isNull())
        .isTrue();
    var renamed = admin.patch(path, "{'name': 'q'}").expect(422);
    assertThat(renamed.body().at("/errors/0/code").asText()).isEqualTo("unknown-property");
    var number = admin.patch(path, "{'description': 17}").expect(422);
    assertThat(number.body().at("/errors/0/path").asText()).isEqualTo("/description");
    problem(admin.patch(SCHEMAS + "/" + UUID.randomUUID(), "{}"), 404, "not-found");
  }

  @Test
  void keepsAnArchivedSchemaReadableButUnchangeable() {
    var admin = registry.admin();
    var path = SCHEMAS + "/" + admin.post(SCHEMAS, schema("old", "t")).id();
    admin.delete(path).expect(204);
    admin.delete(path).expect(204);
    assertThat(admin.get(path).expect(200).body().path("archived").asBoolean()).isTrue();
    admin.get(path + "/versions/1").expect(200);
    problem(admin.patch(path, "{'tags': []}"), 409, "illegal-step");
    problem(admin.post(path + "/versions", version("u")), 409, "illegal-step");
    problem(admin.post(path + "/versions/1/activate", ""), 409, "illegal-step");
    problem(admin.delete(SCHEMAS + "/" + UUID.randomUUID()), 404, "not-found");
  }

  private static void refused(Http client, String request, String path, String code) {
    var errors = client.post(SCHEMAS, request).expect(422).body().path("errors");
    assertThat(errors.findValuesAsText("path")).contains(path);
    assertThat(errors.findValuesAsText("code")).contains(code);
  }

  private static void problem(Http.Answer answer, int status, String problem) {
    assertThat(answer.expect(status).problem()).isEqualTo(problem);
  }

  private static List<String> names(JsonNode page) {
    return page.path("items").findValuesAsText("name");
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
