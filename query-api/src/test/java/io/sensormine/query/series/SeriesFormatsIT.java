package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import io.sensormine.kit.testing.Http;
import io.sensormine.query.testing.QueryService;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series as tables say what they say as JSON. */
class SeriesFormatsIT {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final UUID TENANT = UUID.randomUUID();
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final List<String> COLUMNS =
      List.of("time", "tag", "field", "aggregate", "unit", "value");

  private static QueryService service;
  private static Http analyst;

  @BeforeAll
  static void start() {
    service = QueryService.start();
    analyst = service.analyst(TENANT);
    var version = service.registry().add(TENANT, Map.of("t", "Cel", "state", ""));
    for (var name : List.of("a", "b")) {
      var device = service.devices().add(TENANT, name, UUID.randomUUID(), List.of("roof, " + name));
      for (int hour = 0; hour < 3; hour++) {
        service.store(
            TENANT,
            device,
            Instant.parse("2024-05-05T10:00:00Z").plusSeconds(3_600L * hour),
            version,
            "{\"t\": %d.5, \"state\": \"%s\"}".formatted(hour, hour == 1 ? "o\\\"ff" : "on"));
      }
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"avg\", \"count\"", "\"last\", \"mode\""})
  void tellsEveryPointInEveryFormat(String aggregates) throws IOException {
    var ask =
        """
        {"devices": {"externalIds": ["a", "b"]}, "fields": ["t", "state"], "groupBy": ["tag"],
         "from": "2024-05-05T10:00:00Z", "to": "2024-05-05T14:00:00Z", "bucket": "1h",
         "fill": "null", "aggregates": [%s]}
        """
            .formatted(aggregates);
    var answer = analyst.post("/api/v1/query/series", ask).expect(200);
    var expected = rows(answer.body());
    assertThat(expected).hasSizeGreaterThan(8);
    for (var accept : List.of("text/csv", "application/x-ndjson")) {
      var table = analyst.with("Accept", accept).post("/api/v1/query/series", ask).expect(200);
      assertThat(accept.equals("text/csv") ? csv(table.text()) : ndjson(table.text()))
          .as(accept)
          .isEqualTo(expected);
      assertThat(JSON.readTree(table.header("Sensormine-Meta")).path("source"))
          .isEqualTo(answer.body().path("meta").path("source"));
    }
  }

  @Test
  void givesNothingThatIsAcceptedWithQualityZero() {
    var path = "/api/v1/metrics/%s?externalId=a".formatted("n");
    for (var accept : List.of("text/csv;q=0", "application/json;q=0")) {
      var refused = analyst.with("Accept", accept).get(path).expect(406);
      assertThat(refused.problem()).isEqualTo("not-acceptable");
    }
    var json = analyst.with("Accept", "text/csv;q=0, */*;q=0.1").get(path).expect(200);
    assertThat(json.header("Content-Type")).startsWith("application/json");
    assertThat(json.body().has("series")).isTrue();
  }

  @Test
  void tellsNumbersToArrowAsNumbersAndElseTexts() throws IOException {
    var path =
        "/api/v1/metrics/%s?externalId=a&bucket=1h&aggregate=last"
            + "&from=2024-05-05T10:00:00Z&to=2024-05-05T13:00:00Z";
    assertThat(arrow(path.formatted("t"))).containsExactly("0.5", "1.5", "2.5", "FloatingPoint");
    assertThat(arrow(path.formatted("state"))).containsExactly("on", "o\"ff", "on", "Utf8");
  }

  /** The values, and the type of their column. */
  private static List<String> arrow(String path) throws IOException {
    try (var body = analyst.with("Accept", ARROW).open(path).body();
        var allocator = new RootAllocator();
        var reader = new ArrowStreamReader(body, allocator)) {
      var values = new ArrayList<String>();
      while (reader.loadNextBatch()) {
        var root = reader.getVectorSchemaRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          values.add(String.valueOf(root.getVector("value").getObject(row)));
        }
      }
      values.add(
          reader.getVectorSchemaRoot().getSchema().findField("value").getType().getTypeID().name());
      return values;
    }
  }

  /** Rows as texts: null for a value that there is not, numbers as doubles. */
  private static List<List<String>> rows(JsonNode answer) {
    var rows = new ArrayList<List<String>>();
    for (var series : answer.path("series")) {
      for (var point : series.path("points")) {
        rows.add(
            Stream.of(
                    point.path(0),
                    series.path("group").path("tag"),
                    series.path("field"),
                    series.path("aggregate"),
                    series.path("unit"),
                    point.path(1))
                .map(SeriesFormatsIT::text)
                .toList());
      }
    }
    return rows;
  }

  private static List<List<String>> ndjson(String text) throws IOException {
    var rows = new ArrayList<List<String>>();
    for (var line : text.lines().toList()) {
      var row = JSON.readTree(line);
      rows.add(COLUMNS.stream().map(column -> text(row.path(column))).toList());
    }
    return rows;
  }

  private static List<List<String>> csv(String text) throws IOException {
    try (var reader = CsvReader.builder().ofNamedCsvRecord(text)) {
      var rows = new ArrayList<List<String>>();
      reader.forEach(row -> {
        assertThat(row.getHeader()).isEqualTo(COLUMNS);
        rows.add(row.getFields().stream().map(SeriesFormatsIT::cell).toList());
      });
      return rows;
    }
  }

  private static String cell(String text) {
    return text.isEmpty() ? "null" : text.matches("-?[0-9.]+") ? number(text) : text;
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? number(value.asText()) : value.isNull() ? "null" : value.asText();
  }

  private static String number(String text) {
    return Double.toString(Double.parseDouble(text));
  }
}
