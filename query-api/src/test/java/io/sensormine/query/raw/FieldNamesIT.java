package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.query.testing.QueryService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which columns a range has: the fields of its messages, whatever their versions declare. */
class FieldNamesIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static QueryService shared;

  private QueryService service;
  private UUID device = UUID.randomUUID();
  private int second;

  @BeforeAll
  static void start() {
    shared = QueryService.start();
  }

  @AfterAll
  static void stop() {
    shared.close();
  }

  @BeforeEach
  void device() {
    addDevice(shared);
  }

  private void addDevice(QueryService to) {
    service = to;
    device = service.devices().add(TENANT, device.toString(), UUID.randomUUID(), List.of());
  }

  private UUID version(boolean closed, String... names) {
    ObjectNode definition = JSON.createObjectNode().put("type", "object");
    definition.put("additionalProperties", !closed);
    var properties = definition.putObject("properties");
    for (var name : names) {
      properties.putObject(name).put("type", "number");
    }
    return service.registry().add(TENANT, definition);
  }

  private void store(UUID version, String fields) {
    var time = Instant.parse("2024-05-05T10:00:00Z").plusSeconds(second++);
    service.store(TENANT, device, time, version, fields);
  }

  private String path() {
    return "/api/v1/query/raw?from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z&deviceId=" + device;
  }

  private String columns() {
    var text = service.analyst(TENANT).with("Accept", "text/csv").get(path()).expect(200).text();
    assertThat(text.lines().count()).isEqualTo(second + 1);
    return text.lines()
        .findFirst()
        .orElseThrow()
        .replace("time,deviceId,externalId,schemaVersion,", "");
  }

  @Test
  void hasNoColumnOfWhatIsDeclaredAndNeverSent() {
    var version = version(true, "a", "b", "c");
    store(version, "{\"a\": 1}");
    store(version, "{\"a\": 2, \"c\": 1}");
    assertThat(columns()).isEqualTo("a,c");
  }

  @Test
  void findsWhatComesLateOfAVersionThatIsClosed() {
    var few = version(true, "a", "b");
    store(few, "{\"a\": 1}");
    store(few, "{\"a\": 1}");
    store(few, "{\"a\": 1, \"b\": 1}");
    assertThat(columns()).isEqualTo("a,b");
    var many = version(true, "a", "m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    store(many, "{\"a\": 1}");
    store(many, "{\"a\": 1, \"m9\": 1}");
    assertThat(columns()).isEqualTo("a,b,m9");
  }

  @Test
  void findsWhatNoVersionDeclares() {
    var closed = version(true, "a");
    var open = version(false, "a");
    var unknown = UUID.randomUUID();
    store(closed, "{\"a\": 1}");
    store(open, "{\"a\": 1}");
    store(unknown, "{\"a\": 1}");
    store(new UUID(0, 0), "{\"a\": 1}");
    store(closed, "{\"a\": 2}");
    store(open, "{\"a\": 2, \"o\": 1}");
    store(unknown, "{\"a\": 2, \"u\": 1}");
    store(new UUID(0, 0), "{\"a\": 2, \"n\": 1}");
    assertThat(columns()).isEqualTo("a,n,o,u");
  }

  /** Of a second closed version, what the first does not declare. */
  @Test
  void findsWhatLaterVersionsDeclare() {
    store(version(true, "a"), "{\"a\": 1}");
    var next = version(true, "a", "b", "c");
    store(next, "{\"a\": 1}");
    store(next, "{\"c\": 1}");
    store(version(true, "d"), "{\"d\": 1}");
    assertThat(columns()).isEqualTo("a,c,d");
  }

  @Test
  void findsThemWithoutTheRegistry() {
    try (var alone = QueryService.start()) {
      addDevice(alone);
      var version = version(true, "a", "b");
      store(version, "{\"a\": 1}");
      store(version, "{\"b\": 1}");
      // the device is remembered a while, the version was never asked for
      alone.analyst(TENANT).get(path().replace("2024-05", "2023-05")).expect(200);
      alone.stopOthers();
      assertThat(columns()).isEqualTo("a,b");
    }
  }
}
