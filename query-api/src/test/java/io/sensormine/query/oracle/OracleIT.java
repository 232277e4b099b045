package io.sensormine.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.query.oracle.Oracle.Series;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.Rollups;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Any question about any readings is answered as plain Java answers it, whether from messages, from
 * rollups, or from both while some hours are dirty. {@code -Dsensormine.oracle.queries=} asks more,
 * {@code -Dsensormine.oracle.seed=} others.
 */
class OracleIT {
  private static final int QUERIES = Integer.getInteger("sensormine.oracle.queries", 150);
  private static final long SEED = Long.getLong("sensormine.oracle.seed", 20260301L);
  private static final double TOLERANCE = 1e-9;

  private static QueryService service;
  private static Rollups rollups;

  @BeforeAll
  static void start() {
    service = QueryService.start();
    rollups = new Rollups(service.database());
  }

  @AfterAll
  static void stop() {
    rollups.close();
    service.close();
  }

  /** What there is to answer from. */
  enum Ground {
    MESSAGES,
    ROLLUPS,
    HALF;

    /** Where answers come from, each at least once. */
    List<String> sources() {
      return switch (this) {
        case MESSAGES -> List.of("raw");
        case ROLLUPS -> List.of("1d", "1h", "mixed", "raw");
        case HALF -> List.of("mixed", "raw");
      };
    }

    void prepare(Rollups rollups) {
      switch (this) {
        case MESSAGES -> {}
        case ROLLUPS -> rollups.rollUp();
        case HALF -> {
          rollups.rollUp();
          rollups.spoilHalf(9);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAsPlainJavaDoes(Ground ground) {
    var random = new Random(SEED);
    rollups.forget();
    var world = new World(service);
    var readings = new Readings(world, random);
    readings.store(service, world.tenantId());
    ground.prepare(rollups);
    var oracle = new Oracle(readings);
    var analyst = service.analyst(world.tenantId());
    var sources = new TreeSet<String>();
    var failures = new ArrayList<String>();
    for (int at = 0; at < QUERIES; at++) {
      var question = Question.random(world, random);
      var answer = analyst.post("/api/v1/query/series", question.json().toString());
      sources.add(answer.body().at("/meta/source").asText());
      try {
        answer.expect(200);
        compare(oracle.answer(question), question, answer.body(), ground);
      } catch (AssertionError wrong) {
        failures.add(
            "seed %d, %s, question %d: %s%n%s"
                .formatted(SEED, ground, at, question.json(), wrong.getMessage()));
      }
    }
    assertThat(failures.stream().limit(5))
        .as("%d of %d, from %s", failures.size(), QUERIES, sources)
        .isEmpty();
    assertThat(sources).containsAll(ground.sources());
  }

  private static void compare(
      Oracle.Answer expected, Question question, JsonNode actual, Ground ground) {
    var series = actual.path("series");
    assertThat(series.valueStream().map(OracleIT::name).toList())
        .isEqualTo(expected.series().stream().map(OracleIT::name).toList());
    for (int at = 0; at < expected.series().size(); at++) {
      compare(expected.series().get(at), question, series.get(at));
    }
    if (!Oracle.repeats(question)) {
      int skipped = actual.at("/meta/skipped").asInt();
      // rollups hold no texts to skip
      assertThat(skipped)
          .as("skipped")
          .isBetween(ground == Ground.MESSAGES ? expected.skipped() : 0, expected.skipped());
    }
  }

  private static String name(Series series) {
    return name(series.group(), series.field(), series.aggregate());
  }

  private static String name(JsonNode series) {
    var group = new LinkedHashMap<String, String>();
    series.path("group").properties().forEach(e -> group.put(e.getKey(), e.getValue().asText()));
    return name(group, series.path("field").asText(), series.path("aggregate").asText());
  }

  private static String name(Map<String, String> group, String field, String aggregate) {
    return "%s %s %s".formatted(new TreeMap<>(group), field, aggregate);
  }

  private static void compare(Series expected, Question question, JsonNode actual) {
    var name = name(expected);
    if (!expected.aggregate().equals("stateDuration")) {
      assertThat(actual.path("count").asInt()).as("count of " + name).isEqualTo(expected.count());
      compareExpectation(name, Oracle.expected(expected, question), expected, actual);
    }
    assertThat(actual.path("unit").isNull() ? null : actual.path("unit").asText())
        .as("unit of " + name)
        .isEqualTo(expected.unit());
    assertThat(actual.path("newestAgeSeconds").asDouble())
        .as("newest of " + name)
        .isBetween(age(expected.newest()) - 60, age(expected.newest()) + 1);
    var points = new Fills(expected, question.fill()).points();
    assertThat(actual.path("points").valueStream().map(point -> point.path(0).asText()).toList())
        .as("times of " + name)
        .isEqualTo(points.stream().map(point -> point.time().toString()).toList());
    for (int at = 0; at < points.size(); at++) {
      compare(
          name + " at " + points.get(at).time(),
          points.get(at).value(),
          actual.path("points").path(at).path(1),
          expected);
    }
  }

  private static double age(Instant time) {
    return Duration.between(time, Instant.now()).toMillis() / 1_000.0;
  }

  private static void compareExpectation(
      String name, @Nullable Double expected, Series series, JsonNode actual) {
    if (expected == null) {
      assertThat(actual.path("expected").isNull()).as("expected of " + name).isTrue();
      assertThat(actual.path("coverage").isNull()).as("coverage of " + name).isTrue();
      return;
    }
    double told = actual.path("expected").asDouble();
    // parts of a reading may be told or not
    assertThat(told)
        .as("expected of " + name)
        .isBetween(expected - series.devices().size(), expected + series.devices().size());
    if (told > 0) {
      assertThat(Math.abs(actual.path("coverage").asDouble() - series.count() / told))
          .as("coverage of " + name)
          .isLessThanOrEqualTo(TOLERANCE * series.count());
    }
  }

  private static void compare(
      String name, @Nullable Object expected, JsonNode actual, Series series) {
    switch (expected) {
      case null -> assertThat(actual.isNull()).as("%s: %s", name, actual).isTrue();
      case String text -> assertThat(actual.asText()).as(name).isEqualTo(text);
      case Boolean truth -> {
        assertThat(actual.isBoolean()).as("%s: %s", name, actual).isTrue();
        assertThat(actual.asBoolean()).as(name).isEqualTo(truth);
      }
      case BigDecimal number -> {
        assertThat(actual.isNumber()).as("%s: %s, expected %s", name, actual, number).isTrue();
        double value = number.doubleValue();
        // what a double of the readings' size cannot hold is lost in a difference
        double noise = series.greatest() * (series.aggregate().equals("stddev") ? 1e-9 : 1e-14);
        assertThat(Math.abs(actual.asDouble() - value))
            .as("%s: %s, expected %s", name, actual, number)
            .isLessThanOrEqualTo(Math.abs(value) * TOLERANCE + noise);
      }
      default -> throw new IllegalArgumentException(expected.toString());
    }
  }
}
