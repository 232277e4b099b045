package io.sensormine.registry.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.registry.schema.Registry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InferenceIT {
  private static final String INFER = "/api/v1/schemas/infer";
  private static final UUID TENANT = UUID.randomUUID();
  private static Registry registry;
  private static Http analyst;

  @BeforeAll
  static void start() {
    registry =
        new Registry(
            Map.of(
                "SENSORMINE_REGISTRY_INFERENCE_MAX_SAMPLES", "1000",
                "SENSORMINE_REGISTRY_INFERENCE_MAX_PROPERTIES", "20",
                "SENSORMINE_REGISTRY_INFERENCE_MAX_DEPTH", "5",
                "SENSORMINE_REGISTRY_INFERENCE_MAX_LINE_BYTES", "200",
                "SENSORMINE_REGISTRY_DEFINITION_MAX_FIELDS", "10"));
    analyst = registry.as(TENANT, Roles.ANALYST);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void proposesADefinitionThatASchemaCanBeCreatedWith() {
    var samples =
        IntStream.range(0, 20)
            .mapToObj(i ->
                "{'time': '2026-01-31T09:15:%02dZ', 'temp': %d.5, 'mode': '%s', 'at': {'x': 1}}"
                    .formatted(i, 18 + i, i % 2 == 0 ? "idle" : "heat"))
            .collect(Collectors.joining(","));
    var inferred = analyst.post(INFER, "{'samples': [%s]}".formatted(samples)).expect(200).body();
    assertThat(inferred.toString().replace('"', '\''))
        .isEqualTo(
            "{'definition':{'type':'object','properties':{"
                + "'time':{'type':'string','format':'date-time','x-time':true},"
                + "'temp':{'type':'number','minimum':0,'maximum':40},"
                + "'mode':{'type':'string','enum':['heat','idle']},"
                + "'at':{'type':'object','properties':{'x':{'type':'integer'}},'required':['x']}},"
                + "'required':['time','temp','mode','at']}}");
    var schema = "{\"name\": \"oven\", \"definition\": %s}".formatted(inferred.path("definition"));
    registry.as(TENANT, Roles.TENANT_ADMIN).post("/api/v1/schemas", schema).expect(201);
  }

  @Test
  void answersLinesAsItAnswersAnArray() {
    var samples = List.of("{'a': 1, 'b': [1.5]}", "{'a': 2}", "{'a': 3.5, 'b': []}");
    var array = analyst.post(INFER, "{'samples': %s}".formatted(samples)).expect(200);
    assertThat(lines(String.join("\n", samples)).expect(200).body()).isEqualTo(array.body());
    assertThat(lines("\n" + String.join("\r\n\r\n", samples) + "\n \n").expect(200).body())
        .isEqualTo(array.body());
  }

  @Test
  void pointsAtEachSampleThatIsNone() {
    var answer = analyst.post(INFER, "{'samples': [{}, 17, {'a': {'b.c': 1}}, null]}").expect(422);
    assertThat(answer.problem()).isEqualTo("invalid-request");
    assertThat(errors(answer))
        .containsExactly(
            "/samples/1 not-an-object",
            "/samples/2/a/b.c property-name",
            "/samples/3 not-an-object");
    assertThat(errors(lines("{}\n\n17\n{'a': {'': 1}}").expect(422)))
        .containsExactly("/3 not-an-object", "/4/a/ property-name");
  }

  @Test
  void asksForAtLeastOneSample() {
    for (var none : List.of("{'samples': []}", "{'samples': null}", "{}")) {
      assertThat(errors(analyst.post(INFER, none).expect(422)))
          .containsExactly("/samples not-empty");
    }
    assertThat(errors(lines("\n \n").expect(422))).containsExactly(" not-empty");
    assertThat(errors(analyst.post(INFER, "{'samples': [{}], 'more': 1}").expect(422)))
        .containsExactly("/more unknown-property");
    analyst.post(INFER + "?samples=1", "{'samples': [{}]}").expect(400);
  }

  @Test
  void namesTheLineThatIsNoJson() {
    analyst.post(INFER, "{'samples': [{]}").expect(400);
    for (var broken : List.of("{'a':", "{'a': 1} {'a': 2}", "{'a': 1, 'a': 2}", "a", "{'a': 01}")) {
      var answer = lines("{'a': 1}\n\n" + broken + "\n{'a': 1}").expect(400);
      assertThat(answer.problem()).as(broken).isEqualTo("malformed-json");
      assertThat(errors(answer)).containsExactly("/3 malformed-json");
      assertThat(answer.body().path("detail").asText()).contains("line 3");
    }
    var notUtf8 = "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(errors(analyst.send("POST", INFER, notUtf8, "application/x-ndjson").expect(400)))
        .containsExactly("/1 malformed-json");
  }

  @Test
  void takesNoMoreThanItsLimits() {
    var many = Collections.nCopies(1001, "{}");
    assertThat(errors(analyst.post(INFER, "{'samples': %s}".formatted(many)).expect(422)))
        .containsExactly("/samples/1000 too-many-samples");
    assertThat(errors(lines(String.join("\n", many)).expect(422)))
        .containsExactly("/1001 too-many-samples");
    lines(String.join("\n", many.subList(0, 1000))).expect(200);
    assertThat(errors(analyst.post(INFER, "{'samples': [%s]}".formatted(wide(21))).expect(422)))
        .containsExactly("/samples/0 too-many-properties");
    assertThat(errors(analyst.post(INFER, "{'samples': [%s]}".formatted(wide(11))).expect(422)))
        .containsExactly("/samples too-many-fields");
    assertThat(errors(analyst.post(INFER, "{'samples': [{'a': [[[[[1]]]]]}]}").expect(422)))
        .containsExactly("/samples/0/a/0/0/0/0 too-deep");
    var large = lines("{}\n{'a': '" + "x".repeat(200) + "'}").expect(413);
    assertThat(errors(large)).containsExactly("/2 too-large");
  }

  @Test
  void answers413ForLinesOverTheServersLimit() throws Exception {
    var lines = (" ".repeat(100) + "\n").repeat(110_000);
    assertThat(lines(lines).expect(413).problem()).isEqualTo("too-large");
    assertThat(chunked(lines)).isEqualTo(413);
  }

  @Test
  void answersWithoutHavingReadAllOfALongBody() throws Exception {
    var lines = "{}\n[\n" + (" ".repeat(100) + "\n").repeat(90_000);
    assertThat(errors(lines(lines).expect(400))).containsExactly("/2 malformed-json");
    assertThat(chunked(lines)).isEqualTo(400);
    lines("{}").expect(200);
  }

  /** The status for a body whose length is not said. */
  private static int chunked(String text) throws Exception {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(registry.service.url() + INFER))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + registry.identity.token(TENANT, Roles.ANALYST))
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void isOpenToAllWhoReadSchemas() {
    for (var role : List.of(Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST)) {
      registry.as(TENANT, role).post(INFER, "{'samples': [{}]}").expect(200);
    }
    registry.service(TENANT).post(INFER, "{'samples': [{}]}").expect(200);
    registry.service.anonymous().post(INFER, "{'samples': [{}]}").expect(401);
    registry.as(TENANT, Roles.DEVICE).post(INFER, "{'samples': [{}]}").expect(403);
    var xml = analyst.send("POST", INFER, new byte[] {'<'}, "text/xml");
    assertThat(xml.expect(415).problem()).isEqualTo("unsupported-media-type");
  }

  @Test
  void isInTheDocument() {
    assertThat(registry.service.anonymous().get("/openapi.yml").expect(200).text())
        .contains("/api/v1/schemas/infer:", "application/x-ndjson:");
  }

  /** An object of so many properties. */
  private static String wide(int properties) {
    return IntStream.range(0, properties)
        .mapToObj("'p%d': 1"::formatted)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Http.Answer lines(String text) {
    var bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return analyst.send("POST", INFER, bytes, "application/x-ndjson");
  }

  private static List<String> errors(Http.Answer answer) {
    return answer
        .body()
        .path("errors")
        .valueStream()
        .map(error -> error.path("path").asText() + " " + error.path("code").asText())
        .toList();
  }
}
