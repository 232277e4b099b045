package io.sensormine.query.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.kit.testing.Columnstore;
import io.sensormine.kit.testing.RequiresCommunity;
import io.sensormine.query.testing.QueryService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
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

  private static QueryService service;

  @BeforeAll
  static void start() {
    service = QueryService.start();
  }

  @AfterAll
  static void stop() {
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsExpected(String name, JsonNode one) throws IOException {
    answers(one, () -> {});
  }

  @RequiresCommunity
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersTheSameFromColumns(String name, JsonNode one) throws IOException {
    answers(one, () -> Columnstore.convert(service.database(), "telemetry.telemetry"));
  }

  private static void answers(JsonNode one, Runnable beforeAsking) throws IOException {
    var tenantId = UUID.randomUUID();
    var names = new HashMap<String, UUID>();
    addDevices(tenantId, one.path("devices"), names);
    addVersions(tenantId, one.path("versions"), names);
    for (var reading : one.path("given")) {
      var version = reading.path("version");
      service.store(
          tenantId,
          id(names, reading.path("device")),
          Instant.parse(reading.path("time").asText()),
          version.isMissingNode() ? new UUID(0, 0) : id(names, version),
          reading.path("fields").toString());
    }
    beforeAsking.run();
    var expected = named(one.path("expect"), names);
    var answer =
        service
            .analyst(tenantId)
            .post(
                "/api/v1" + one.path("at").asText("/query/series"),
                named(one.path("ask"), names).toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(expected.path("status").asInt(200));
    if (expected.has("problem")) {
      assertThat(answer.problem()).isEqualTo(expected.path("problem").asText());
    }
    compare("", expected.path("body"), answer.body());
  }

  private static void addDevices(UUID tenantId, JsonNode devices, Map<String, UUID> names) {
    var given =
        devices.isMissingNode()
            ? JSON.createObjectNode().set("a", JSON.createObjectNode())
            : devices;
    given
        .properties()
        .forEach(device -> {
          var type = device.getValue().path("type").asText("T");
          var tags = new ArrayList<String>();
          device.getValue().path("tags").forEach(tag -> tags.add(tag.asText()));
          var attributes = new HashMap<String, JsonNode>();
          device
              .getValue()
              .path("attributes")
              .properties()
              .forEach(entry -> attributes.put(entry.getKey(), entry.getValue()));
          names.put(
              "@" + device.getKey(),
              service
                  .devices()
                  .add(
                      tenantId,
                      device.getKey(),
                      names.computeIfAbsent("@" + type, any -> UUID.randomUUID()),
                      tags,
                      attributes));
        });
  }

  private static void addVersions(UUID tenantId, JsonNode versions, Map<String, UUID> names) {
    versions
        .properties()
        .forEach(version -> {
          var units = new HashMap<String, String>();
          version
              .getValue()
              .properties()
              .forEach(unit -> units.put(unit.getKey(), unit.getValue().asText()));
          names.put("@" + version.getKey(), service.registry().add(tenantId, units));
        });
  }

  private static UUID id(Map<String, UUID> names, JsonNode name) {
    return Objects.requireNonNull(names.get("@" + name.asText()), name::asText);
  }

  /** The same with ids in the place of {@code @name}. */
  private static JsonNode named(JsonNode node, Map<String, UUID> names) throws IOException {
    var text = node.toString();
    for (var name : names.entrySet()) {
      text = text.replace('"' + name.getKey() + '"', '"' + name.getValue().toString() + '"');
    }
    return JSON.readTree(text);
  }

  /** What is expected must be there: objects may have more members, arrays no more items. */
  private static void compare(String path, JsonNode expected, JsonNode actual) {
    if (expected.isMissingNode()) {
      return;
    }
    if (expected.isObject()) {
      var missing = new TreeSet<>(List.<String>of());
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
              compare(
                  path + "/" + member.getKey(), member.getValue(), actual.path(member.getKey())));
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
          .isLessThanOrEqualTo(Math.abs(value) * TOLERANCE);
    } else {
      assertThat(actual).as("at %s", path).isEqualTo(expected);
    }
  }
}
