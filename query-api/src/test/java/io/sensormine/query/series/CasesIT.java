package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.kit.testing.Columnstore;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RequiresCommunity;
import io.sensormine.query.testing.QueryService;
import io.sensormine.query.testing.Rollups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What queries mean, case by case: the readings given, what is asked, what is expected. See
 * src/test/resources/cases/README.md.
 */
class CasesIT {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final double TOLERANCE = 1e-12;

  private static final double EXACT = 0;

  /** Hourly and daily cells are doubles. */
  private static final double TOLERANCE_OF_ROLLUPS = 1e-9;

  private static final double NEXT_TO_NOTHING = 1e-12;

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

  static Stream<Arguments> cases() throws IOException {
    var all = new ArrayList<Arguments>();
    try (var files = Files.list(Path.of("src/test/resources/cases"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        for (var one : JSON.readTree(file.toFile())) {
          all.add(Arguments.of(file.getFileName() + ": " + one.path("case").asText(), one));
        }
      }
    }
    return all.stream();
  }

  static Stream<Arguments> casesOfRollups() throws IOException {
    return cases().filter(one -> !((JsonNode) one.get()[1]).path("rawOnly").asBoolean());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsExpected(String name, JsonNode one) throws IOException {
    rollups.rollBack();
    var given = Given.store(service, one);
    check(given.named(one.path("expect")), ask(one, given), new Expected("", TOLERANCE, EXACT));
  }

  @RequiresCommunity
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersTheSameFromColumns(String name, JsonNode one) throws IOException {
    rollups.forget();
    var given = Given.store(service, one);
    Columnstore.convert(service.database(), "telemetry.telemetry");
    check(given.named(one.path("expect")), ask(one, given), new Expected("", TOLERANCE, EXACT));
  }

  /** From all of them, then from half of them where hours are dirty. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("casesOfRollups")
  void answersTheSameFromRollups(String name, JsonNode one) throws IOException {
    rollups.forget();
    var given = Given.store(service, one);
    var messages = ask(one, given);
    rollups.rollUp();
    checkTheSame("all rolled up", one, given, messages);
    rollups.spoilHalf(2);
    checkTheSame("half rolled up", one, given, messages);
  }

  private static void checkTheSame(String ground, JsonNode one, Given given, Http.Answer ofMessages)
      throws IOException {
    var answer = ask(one, given);
    var comparison = new Expected(ground, TOLERANCE_OF_ROLLUPS, NEXT_TO_NOTHING);
    check(Expected.withoutSource(given.named(one.path("expect"))), answer, comparison);
    if (answer.status() == 200) {
      var before = JSON.createObjectNode().set("body", ofMessages.body());
      check(Expected.withoutSource(before), answer, comparison);
    }
  }

  private static Http.Answer ask(JsonNode one, Given given) throws IOException {
    return service
        .analyst(given.tenantId())
        .post(
            "/api/v1" + one.path("at").asText("/query/series"),
            given.named(one.path("ask")).toString());
  }

  private static void check(JsonNode expected, Http.Answer answer, Expected comparison) {
    assertThat(answer.status())
        .as("%s: %s", comparison.ground(), answer.text())
        .isEqualTo(expected.path("status").asInt(200));
    if (expected.has("problem")) {
      assertThat(answer.problem()).isEqualTo(expected.path("problem").asText());
    }
    comparison.compare(expected.path("body"), answer.body());
  }
}
