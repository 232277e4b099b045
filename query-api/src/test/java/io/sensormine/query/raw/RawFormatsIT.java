package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawFormatsIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String RANGE = "from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z";

  private static QueryService service;
  private static Http analyst;
  private static UUID odd;
  private static UUID declared;
  private static UUID first;
  private static UUID second;

  @BeforeAll
  static void start() {
    service = QueryService.start();
    analyst = service.analyst(TENANT);
    odd = service.devices().add(TENANT, "=odd,\"one\"", UUID.randomUUID(), List.of());
    store(
        odd,
        0,
        """
        {"a.b": 1.50, "with-dash": true, "quo\\"te": "x", "com,ma": "a,b\\"c\\r\\nd", "new\\nline": -3,
         "ünï😀": "=1+1", "=1+1": "@x", "time": 5, "fields.time": "not the time", "both": 1, "gone": null}
        """);
    store(odd, 1, "{\"both\": \"text\", \"a.b\": 9007199254740993, \"ünï😀\": \"\"}");
    store(odd, 2, "{\"both\": false, \"a.b\": 1e300, \"late\": 1}");
    first = service.registry().add(TENANT, Map.of("t", "Cel", "u", ""));
    second = service.registry().add(TENANT, Map.of("t", "Cel", "v", ""));
    declared = service.devices().add(TENANT, "d", UUID.randomUUID(), List.of());
    store(declared, 0, first, "{\"t\": 1, \"u\": 2, \"extra\": true}");
    store(declared, 1, second, "{\"t\": 2.5, \"v\": 3}");
    store(declared, 2, new UUID(0, 0), "{\"t\": 7}");
  }

  private static void store(UUID device, int second, String fields) {
    store(device, second, new UUID(0, 0), fields);
  }

  private static void store(UUID device, int second, UUID version, String fields) {
    service.store(TENANT, device, time(second), version, fields);
  }

  private static Instant time(int second) {
    return Instant.parse("2024-05-05T10:00:00.000001Z").plusSeconds(second);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String path(UUID device, String more) {
    return "/api/v1/query/raw?" + RANGE + "&deviceId=" + device + more;
  }

  /** What a JSON page tells, as rows by columns' names; without fields that are absent. */
  private static List<Map<String, JsonNode>> expected(UUID device, String externalId, String more) {
    var rows = new ArrayList<Map<String, JsonNode>>();
    analyst
        .get(path(device, more + "&limit=10000"))
        .expect(200)
        .body()
        .path("items")
        .forEach(item -> {
          var row = new LinkedHashMap<String, JsonNode>();
          row.put("time", item.path("time"));
          row.put("deviceId", item.path("deviceId"));
          row.put("externalId", JSON.valueToTree(externalId));
          row.put("schemaVersion", item.path("schemaVersionId"));
          item.path("fields")
              .properties()
              .forEach(field -> row.put(RawColumns.name(field.getKey()), field.getValue()));
          row.values().removeIf(JsonNode::isNull);
          rows.add(row);
        });
    return rows;
  }

  private static List<String> columns(List<Map<String, JsonNode>> rows) {
    var names = new TreeSet<String>();
    rows.forEach(row -> names.addAll(row.keySet()));
    return List.copyOf(names);
  }

  private static List<Map<String, String>> csv(String text) throws IOException {
    try (var reader = CsvReader.builder().ofNamedCsvRecord(text)) {
      var rows = new ArrayList<Map<String, String>>();
      reader.forEach(row -> {
        assertThat(row.getHeader()).doesNotHaveDuplicates();
        rows.add(row.getFieldsAsMap());
      });
      return rows;
    }
  }

  private static byte[] bytes(String accept, String path) throws IOException {
    try (var body = analyst.with("Accept", accept).open(path).body()) {
      return body.readAllBytes();
    }
  }

  /** The rows of an Arrow stream, and its columns' types by name. */
  private record Arrow(List<Map<String, Object>> rows, Map<String, String> types) {
    static Arrow read(byte[] bytes) throws IOException {
      var rows = new ArrayList<Map<String, Object>>();
      var types = new LinkedHashMap<String, String>();
      try (var memory = new RootAllocator();
          var reader = new ArrowStreamReader(new ByteArrayInputStream(bytes), memory)) {
        var root = reader.getVectorSchemaRoot();
        root.getSchema()
            .getFields()
            .forEach(field -> types.put(field.getName(), field.getType().toString()));
        while (reader.loadNextBatch()) {
          for (int at = 0; at < root.getRowCount(); at++) {
            var row = new LinkedHashMap<String, Object>();
            for (FieldVector vector : root.getFieldVectors()) {
              if (!vector.isNull(at)) {
                row.put(vector.getName(), vector.getObject(at));
              }
            }
            rows.add(row);
          }
        }
      }
      return new Arrow(rows, types);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&order=desc", "&fields=a.b,both,nowhere", "&limit=2"})
  void tellsAsCsvWhatItTellsAsJson(String more) throws IOException {
    var expected = expected(odd, "=odd,\"one\"", more.replace("&limit=2", ""));
    var answer = analyst.with("Accept", CSV).get(path(odd, more)).expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(answer.text()).contains("\r\n");
    var rows = csv(answer.text());
    assertThat(rows).hasSize(more.equals("&limit=2") ? 2 : 3);
    for (int at = 0; at < rows.size(); at++) {
      var row = new LinkedHashMap<>(rows.get(at));
      expected
          .get(at)
          .forEach((column, value) ->
              assertThat(row.remove(column))
                  .satisfies(cell -> {
                    if (value.isNumber()) {
                      assertThat(new BigDecimal(cell)).isEqualByComparingTo(value.decimalValue());
                    } else {
                      assertThat(cell).isEqualTo(value.asText());
                    }
                  }));
      assertThat(row.values()).allMatch(String::isEmpty);
    }
  }

  @Test
  void tellsEmptyTextFromNone() throws IOException {
    var lines =
        analyst
            .with("Accept", CSV)
            .get(path(odd, "&fields=ünï😀,late".replace("ünï😀", name("ünï😀"))))
            .expect(200)
            .text()
            .lines()
            .toList();
    assertThat(lines.get(2)).endsWith(",,\"\"");
    assertThat(lines.get(3)).endsWith(",1,");
  }

  private static String name(String field) {
    return URLEncoder.encode(field, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&order=desc", "&fields=a.b,both,nowhere"})
  void tellsAsNdjsonWhatItTellsAsJson(String more) throws IOException {
    var expected = expected(odd, "=odd,\"one\"", more);
    var answer = analyst.with("Accept", NDJSON).get(path(odd, more)).expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo(NDJSON);
    assertThat(answer.text()).endsWith("}\n");
    var lines = answer.text().lines().toList();
    assertThat(lines).hasSize(expected.size());
    for (int at = 0; at < lines.size(); at++) {
      var row = new LinkedHashMap<String, JsonNode>();
      JSON.readTree(lines.get(at))
          .properties()
          .forEach(field -> row.put(field.getKey(), field.getValue()));
      row.values().removeIf(JsonNode::isNull);
      assertThat(row).isEqualTo(expected.get(at));
    }
  }

  @Test
  void tellsAsArrowWhatItTellsAsJson() throws IOException {
    var arrow = Arrow.read(bytes(ARROW, path(odd, "")));
    var expected = expected(odd, "=odd,\"one\"", "");
    // columns without a value: no version, and null wherever a message has it
    assertThat(arrow.types().remove("schemaVersion")).isEqualTo("Utf8");
    assertThat(arrow.types().remove("gone")).isEqualTo("Utf8");
    assertThat(new TreeSet<>(arrow.types().keySet()).stream().toList())
        .isEqualTo(columns(expected));
    assertThat(arrow.types())
        .containsEntry("time", "Timestamp(MICROSECOND, UTC)")
        .containsEntry("fields.time", "FloatingPoint(DOUBLE)")
        .containsEntry("fields.fields.time", "Utf8")
        .containsEntry("a.b", "FloatingPoint(DOUBLE)")
        .containsEntry("with-dash", "Bool")
        .containsEntry("both", "Utf8");
    assertThat(arrow.rows()).hasSameSizeAs(expected);
    for (int at = 0; at < expected.size(); at++) {
      var row = new LinkedHashMap<>(arrow.rows().get(at));
      assertThat(row.remove("time")).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, time(at)));
      expected.get(at).remove("time");
      expected
          .get(at)
          .forEach((column, value) -> {
            var told = row.remove(column);
            if (told instanceof Double number) {
              assertThat(number).isEqualTo(value.doubleValue());
            } else {
              assertThat(String.valueOf(told)).isEqualTo(value.asText());
            }
          });
      assertThat(row).isEmpty();
    }
  }

  @Test
  void takesTypesFromWhatAllVersionsDeclareAndFromTheValuesOtherwise() throws IOException {
    var without =
        path(declared, "&to=2024-05-05T10:00:02Z").replace("&to=2024-05-06T00:00:00Z", "");
    for (var path : List.of(path(declared, ""), without)) {
      var arrow = Arrow.read(bytes(ARROW, path));
      assertThat(arrow.types())
          .containsEntry("t", "FloatingPoint(DOUBLE)")
          .containsEntry("u", "FloatingPoint(DOUBLE)")
          .containsEntry("v", "FloatingPoint(DOUBLE)")
          .containsEntry("extra", "Bool");
      assertThat(arrow.rows().get(0)).containsEntry("t", 1.0).containsEntry("extra", true);
      assertThat(arrow.rows().get(0).get("schemaVersion")).hasToString(first.toString());
      assertThat(arrow.rows().get(1).get("schemaVersion")).hasToString(second.toString());
    }
  }

  @Test
  void tellsAColumnOfAFieldThatNoMessageHas() throws IOException {
    var arrow = Arrow.read(bytes(ARROW, path(declared, "&fields=nowhere,t")));
    assertThat(arrow.types()).containsEntry("nowhere", "Utf8").doesNotContainKey("u");
    assertThat(arrow.rows()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, NDJSON, ARROW})
  void tellsAnEmptyRange(String format) throws IOException {
    var empty = path(odd, "").replace("2024-05", "2023-05");
    var bytes = bytes(format, empty);
    switch (format) {
      case CSV ->
          assertThat(new String(bytes, StandardCharsets.UTF_8))
              .isEqualTo("time,deviceId,externalId,schemaVersion\r\n");
      case NDJSON -> assertThat(bytes).isEmpty();
      default -> {
        assertThat(Arrow.read(bytes).rows()).isEmpty();
        assertThat(Arrow.read(bytes).types()).hasSize(4);
      }
    }
  }

  @Test
  void putsWhatJsonTellsBesideTheItemsIntoAHeader() throws IOException {
    for (var format : List.of(CSV, NDJSON, ARROW)) {
      for (var limit : List.of("", "&limit=2", "&limit=3")) {
        var meta =
            JSON.readTree(
                analyst
                    .with("Accept", format)
                    .get(path(odd, limit))
                    .expect(200)
                    .header("Sensormine-Meta"));
        assertThat(meta.path("source").asText()).isEqualTo("raw");
        assertThat(meta.path("truncated").booleanValue()).isEqualTo(limit.equals("&limit=2"));
      }
    }
  }

  @Test
  void answersWhatIsAcceptedMost() {
    assertThat(type("*/*")).startsWith("application/json");
    assertThat(type("text/csv;q=0.5, application/x-ndjson")).isEqualTo(NDJSON);
    assertThat(type("application/x-ndjson;q=0.1, text/*;q=0.5")).startsWith(CSV);
    assertThat(type("text/html, application/json;q=0.2, */*;q=0.1")).startsWith("application/json");
    var refused = analyst.with("Accept", "image/png").get(path(odd, "")).expect(406);
    assertThat(refused.problem()).isEqualTo("not-acceptable");
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
  }

  private static String type(String accept) {
    return analyst.with("Accept", accept).get(path(odd, "")).expect(200).header("Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, NDJSON, ARROW})
  void refusesAsAProblemWhatIsWrong(String format) {
    var client = analyst.with("Accept", format);
    assertThat(client.get(path(odd, "&cursor=MTp4")).expect(400).problem()).isNotEmpty();
    assertThat(client.get(path(odd, "&limit=0")).expect(400).problem())
        .isEqualTo("invalid-parameter");
    var foreign = service.devices().add(UUID.randomUUID(), "f", UUID.randomUUID(), List.of());
    assertThat(client.get(path(foreign, "")).expect(422).problem()).isEqualTo("unknown-device");
    service.anonymous().with("Accept", format).get(path(odd, "")).expect(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, NDJSON, ARROW})
  void keepsAnothersMessagesAndFieldNamesToIt(String format) throws IOException {
    var shared = service.devices().add(TENANT, "shared", UUID.randomUUID(), List.of());
    service.store(TENANT, shared, "2024-05-05T10:00:00Z", "{\"mine\": 1}");
    service.store(UUID.randomUUID(), shared, "2024-05-05T11:00:00Z", "{\"secret\": 2}");
    assertThat(new String(bytes(format, path(shared, "")), StandardCharsets.UTF_8))
        .contains("mine")
        .doesNotContain("secret");
  }
}
