package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Compares what is expected with what came.
 *
 * @param ground what it came from, for who reads a failure
 * @param tolerance of a number, as a share of it
 * @param atZero of it, besides
 */
record Expected(String ground, double tolerance, double atZero) {
  private static final List<String> OF_THE_SOURCE =
      List.of("source", "rowsRead", "skipped", "elapsedMs");

  /** What is expected wherever the answer comes from, and at whatever second. */
  static JsonNode withoutSource(JsonNode expected) {
    var rest = expected.deepCopy();
    if (rest.path("body").path("meta") instanceof ObjectNode meta) {
      meta.remove(OF_THE_SOURCE);
    }
    for (var series : rest.path("body").path("series")) {
      if (series instanceof ObjectNode one && one.path("newestAgeSeconds").isNumber()) {
        one.remove("newestAgeSeconds");
      }
    }
    return rest;
  }

  /** What is expected must be there: objects may have more members, arrays no more items. */
  void compare(JsonNode expected, JsonNode actual) {
    compare(ground + " ", expected, actual);
  }

  private void compare(String path, JsonNode expected, JsonNode actual) {
    if (expected.isMissingNode()) {
      return;
    }
    if (expected.has("since") && expected.has("every")) {
      compareAge(path, expected, actual);
    } else if (expected.isObject()) {
      compareMembers(path, expected, actual);
    } else if (expected.isArray()) {
      assertThat(actual.size()).as("size at %s of %s", path, actual).isEqualTo(expected.size());
      for (int at = 0; at < expected.size(); at++) {
        compare(path + "/" + at, expected.get(at), actual.path(at));
      }
    } else if (expected.isNumber()) {
      assertThat(actual.isNumber()).as("a number at %s: %s", path, actual).isTrue();
      double value = expected.asDouble();
      assertThat(Math.abs(actual.asDouble() - value))
          .as("at %s: %s, expected %s", path, actual, expected)
          .isLessThanOrEqualTo(Math.abs(value) * tolerance + atZero);
    } else {
      assertThat(actual).as("at %s", path).isEqualTo(expected);
    }
  }

  private void compareMembers(String path, JsonNode expected, JsonNode actual) {
    var missing = new TreeSet<String>();
    expected
        .properties()
        .forEach(member -> {
          if (!actual.has(member.getKey())) {
            missing.add(member.getKey());
          }
        });
    assertThat(missing).as("missing at %s of %s", path, actual).isEmpty();
    expected
        .properties()
        .forEach(member ->
            compare(path + "/" + member.getKey(), member.getValue(), actual.path(member.getKey())));
  }

  /** How often something has come since then, give or take one. */
  private static void compareAge(String path, JsonNode expected, JsonNode actual) {
    var age = Duration.between(Instant.parse(expected.path("since").asText()), Instant.now());
    var every = Duration.parse(expected.path("every").asText());
    assertThat(actual.isNumber()).as("a number at %s: %s", path, actual).isTrue();
    double count = (double) age.toMillis() / every.toMillis();
    assertThat(Math.abs(actual.asDouble() - count))
        .as("at %s: %s, expected about %s", path, actual, count)
        .isLessThanOrEqualTo(1 + 2_000.0 / every.toMillis());
  }
}
