package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Messages as InfluxDB line protocol, times in microseconds: nested fields as dotted paths, whole
 * numbers with an {@code i}. A message without any field has no line.
 */
record Lines(String measurement, List<String> externalIds) {
  String of(Parcel parcel) {
    var lines = new StringBuilder(parcel.size() * 128);
    for (var sample : parcel.samples()) {
      var fields = new StringBuilder();
      add(fields, "", sample.fields());
      if (!fields.isEmpty()) {
        lines
            .append(name(measurement))
            .append(",device=")
            .append(name(externalIds.get(sample.device())))
            .append(' ')
            .append(fields)
            .append(' ')
            .append(ChronoUnit.MICROS.between(Instant.EPOCH, sample.time()))
            .append('\n');
      }
    }
    return lines.toString();
  }

  private static void add(StringBuilder fields, String path, JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT ->
          value
              .properties()
              .forEach(each -> add(fields, below(path, each.getKey()), each.getValue()));
      case ARRAY -> {
        for (int at = 0; at < value.size(); at++) {
          add(fields, below(path, Integer.toString(at)), value.get(at));
        }
      }
      case NUMBER -> field(fields, path, value.asText() + (value.isIntegralNumber() ? "i" : ""));
      case BOOLEAN -> field(fields, path, value.asText());
      case STRING -> field(fields, path, text(value.asText()));
      default -> {
        // null is absent
      }
    }
  }

  private static void field(StringBuilder fields, String path, String value) {
    fields.append(fields.isEmpty() ? "" : ",").append(name(path)).append('=').append(value);
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String name(String name) {
    return name.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
  }

  private static String text(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
