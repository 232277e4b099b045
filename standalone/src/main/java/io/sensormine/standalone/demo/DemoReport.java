package io.sensormine.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.standalone.client.Api;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the query service says of a recording, as a small table. */
final class DemoReport {
  private static final int DAYS = 5;

  private final Api query;
  private final PrintStream out;

  DemoReport(Api query, PrintStream out) {
    this.query = query;
    this.out = out;
  }

  void print(Recording recording, List<Recording.Reading> readings, Demo.Outcome outcome) {
    var days = readings.stream().map(reading -> reading.time().substring(0, 10)).toList();
    var first = days.stream().min(String::compareTo).orElseThrow();
    var last = days.stream().max(String::compareTo).orElseThrow();
    var whole = new Range(first + "T00:00:00Z", endOf(last));
    var stored = stored(recording, whole);
    out.printf("%n%s (%s)%n", recording.externalId(), recording.name());
    out.printf(
        "  sent %,d · accepted %,d · duplicates %,d · refused %,d%n",
        outcome.received, outcome.accepted, outcome.duplicates, outcome.rejected);
    out.printf(
        "  stored rows %,d · repeated instants %,d (the later reading wins)%n",
        stored, readings.size() - stored);
    var shown = days.stream().distinct().sorted().skip(1).limit(DAYS).toList();
    printDays(recording, new Range(shown.getFirst() + "T00:00:00Z", endOf(shown.getLast())));
  }

  private long stored(Recording recording, Range range) {
    var answer = series(recording, range, "1y", List.of("count"), null);
    long rows = 0;
    for (var point : answer.at("/series/0/points")) {
      rows += point.path(1).asLong();
    }
    return rows;
  }

  private void printDays(Recording recording, Range range) {
    var fahrenheit = byDay(recording, range, null);
    var celsius = byDay(recording, range, "Cel");
    out.printf(
        "  %-10s  %8s  %8s  %8s      %8s  %8s  %8s%n",
        "day (UTC)", "min °F", "mean °F", "max °F", "min °C", "mean °C", "max °C");
    fahrenheit.forEach((day, f) -> {
      var c = celsius.getOrDefault(day, Map.of());
      out.printf(
          "  %-10s  %8.2f  %8.2f  %8.2f      %8.2f  %8.2f  %8.2f%n",
          day, f.get("min"), f.get("avg"), f.get("max"), c.get("min"), c.get("avg"), c.get("max"));
    });
  }

  private Map<String, Map<String, Double>> byDay(
      Recording recording, Range range, @Nullable String unit) {
    var answer = series(recording, range, "1d", List.of("min", "avg", "max"), unit);
    var days = new TreeMap<String, Map<String, Double>>();
    for (var series : answer.path("series")) {
      for (var point : series.path("points")) {
        days.computeIfAbsent(point.path(0).asText().substring(0, 10), day -> new LinkedHashMap<>())
            .put(series.path("aggregate").asText(), point.path(1).asDouble());
      }
    }
    return days;
  }

  private JsonNode series(
      Recording recording,
      Range range,
      String bucket,
      List<String> aggregates,
      @Nullable String unit) {
    var ask = new LinkedHashMap<String, Object>();
    ask.put("devices", Map.of("externalIds", List.of(recording.externalId())));
    ask.put("fields", List.of("temperature"));
    ask.put("from", range.from());
    ask.put("to", range.to());
    ask.put("bucket", bucket);
    ask.put("aggregates", aggregates);
    if (unit != null) {
      ask.put("units", Map.of("temperature", unit));
    }
    return query.post("/api/v1/query/series", ask).orFail("Querying " + recording.externalId());
  }

  private static String endOf(String day) {
    return LocalDate.parse(day).plusDays(1) + "T00:00:00Z";
  }

  private record Range(String from, String to) {}
}
