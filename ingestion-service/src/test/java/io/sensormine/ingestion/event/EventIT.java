package io.sensormine.ingestion.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import io.sensormine.local.DatabaseRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of events: stored once, refused with the code that says why, taken later. */
class EventIT {
  private static final String EVENTS = "/api/v1/events";
  private static final String GATEWAY = "/api/v1/gateway/events";
  private static final String DOOR =
      "'time': '2026-01-31T09:15:00Z', 'type': 'door', 'severity': 'WARNING'";

  @AutoClose private static final Ingestion ingestion = Ingestion.start(Map.of());

  private final UUID tenant = UUID.randomUUID();

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  private static List<String> stored(UUID deviceId) {
    return ingestion.query(
        """
        SELECT concat_ws(' ', time AT TIME ZONE 'UTC', type, severity, message, attributes)
        FROM telemetry.events WHERE device_id = '%s' ORDER BY time, type\
        """
            .formatted(deviceId));
  }

  private static void counts(
      Answer answer, int received, int accepted, int duplicates, int rejected) {
    var body = answer.body();
    assertThat(
            List.of(
                body.path("received").asInt(),
                body.path("accepted").asInt(),
                body.path("duplicates").asInt(),
                body.path("rejected").asInt()))
        .as(answer.text())
        .containsExactly(received, accepted, duplicates, rejected);
  }

  @Test
  void storesAnEventOnceHoweverOftenItComes() {
    var device = device("gate");
    var http = ingestion.device(tenant, device);
    var event = "{" + DOOR + ", 'message': 'It is open.', 'attributes': {'by': 'key', 'n': 1}}";
    counts(http.post(EVENTS, event).expect(200), 1, 1, 0, 0);
    counts(http.post(EVENTS, event).expect(200), 1, 0, 1, 0);
    var again =
        "[{'attributes': {'n': 1.0, 'by': 'key'}, 'message': 'It is open.', 'severity': 'WARNING',"
            + " 'type': 'door', 'time': 1769850900}, {"
            + DOOR
            + "}, {"
            + DOOR
            + "}]";
    counts(http.post(EVENTS, again).expect(200), 3, 1, 2, 0);
    assertThat(stored(device.id()))
        .containsExactlyInAnyOrder(
            "2026-01-31 09:15:00 door WARNING It is open. {\"n\": 1, \"by\": \"key\"}",
            "2026-01-31 09:15:00 door WARNING {}");
  }

  @Test
  void takesGzip() throws IOException {
    var device = device("gate");
    for (var sender :
        Map.of(EVENTS, ingestion.device(tenant, device), GATEWAY, ingestion.gateway(tenant))
            .entrySet()) {
      var type = sender.getKey().equals(EVENTS) ? "own" : "named";
      var event =
          "[{'device': 'gate', %s}]".formatted(DOOR.replace("door", type)).replace('\'', '"');
      var zipped = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(zipped)) {
        gzip.write(event.getBytes(StandardCharsets.UTF_8));
      }
      var http = sender.getValue().with("Content-Encoding", "gzip");
      var answer = http.send("POST", sender.getKey(), zipped.toByteArray(), "application/json");
      counts(answer.expect(200), 1, 1, 0, 0);
      var plain = event.getBytes(StandardCharsets.UTF_8);
      var refused = http.send("POST", sender.getKey(), plain, "application/json").expect(400);
      assertThat(refused.problem()).isEqualTo("malformed-request");
    }
    assertThat(stored(device.id()))
        .containsExactly(
            "2026-01-31 09:15:00 named WARNING {}", "2026-01-31 09:15:00 own WARNING {}");
  }

  @Test
  void keepsEventsApartThatShareAnId() {
    var event = "{'id': '%s', %s}".formatted(UUID.randomUUID(), DOOR);
    var one = device("one");
    var http = ingestion.device(tenant, one);
    counts(http.post(EVENTS, event).expect(200), 1, 1, 0, 0);
    counts(http.post(EVENTS, event.replace("door", "window")).expect(200), 1, 0, 1, 0);
    counts(ingestion.device(tenant, device("two")).post(EVENTS, event).expect(200), 1, 1, 0, 0);
    var elsewhere = UUID.randomUUID();
    var strangers =
        ingestion.deviceApi().device(elsewhere, "one", ingestion.deviceApi().type(elsewhere));
    counts(ingestion.device(elsewhere, strangers).post(EVENTS, event).expect(200), 1, 1, 0, 0);
    assertThat(stored(one.id())).containsExactly("2026-01-31 09:15:00 door WARNING {}");
  }

  @Test
  void refusesWhatIsNoEventAndSaysWhere() {
    var http = ingestion.device(tenant, device("gate"));
    var soon = Instant.now().plus(Duration.ofHours(25));
    for (var refusal :
        List.of(
            List.of("7", "schema-violation", ""),
            List.of("{'time': 1, 'severity': 'INFO'}", "schema-violation", "/type"),
            List.of("{'time': 1, 'type': ' ', 'severity': 'INFO'}", "schema-violation", "/type"),
            List.of("{'time': 1, 'type': 'a'}", "schema-violation", "/severity"),
            List.of(
                "{'time': 1, 'type': 'a', 'severity': 'info'}", "schema-violation", "/severity"),
            List.of("{'type': 'a', 'severity': 'INFO'}", "time-required", "/time"),
            List.of("{'time': 'x', 'type': 'a', 'severity': 'INFO'}", "time-invalid", "/time"),
            List.of(
                "{'time': '%s', 'type': 'a', 'severity': 'INFO'}".formatted(soon),
                "time-in-future",
                "/time"),
            List.of("{%s, 'id': '1-1-1-1-1'}".formatted(DOOR), "schema-violation", "/id"),
            List.of("{%s, 'extra/x': 1}".formatted(DOOR), "schema-violation", "/extra~1x"),
            List.of("{%s, 'attributes': [1]}".formatted(DOOR), "schema-violation", "/attributes"),
            List.of("{%s, 'message': 7}".formatted(DOOR), "schema-violation", "/message"),
            List.of("{%s, 'device': 'other'}".formatted(DOOR), "unknown-device", "/device"),
            List.of(
                "{%s, 'message': '%s'}".formatted(DOOR, "x".repeat(4_097)),
                "too-large",
                "/message"),
            List.of(
                "{%s, 'attributes': {'a': '%s'}}".formatted(DOOR, "x".repeat(1 << 16)),
                "too-large",
                "/attributes"),
            List.of(
                "{%s, 'attributes': {'a': [1, '\\u0000']}}".formatted(DOOR),
                "text-not-storable",
                "/attributes/a/1"),
            List.of(
                "{%s, 'attributes': {'a': 1e999}}".formatted(DOOR),
                "number-out-of-range",
                "/attributes/a"))) {
      var answer = http.post(EVENTS, refusal.getFirst()).expect(422);
      assertThat(answer.problem()).isEqualTo("all-rejected");
      var error = answer.body().at("/errors/0");
      assertThat(List.of(error.path("code").asText(), error.path("path").asText()))
          .as(answer.text())
          .isEqualTo(refusal.subList(1, 3));
    }
    assertThat(
            ingestion.query(
                "SELECT DISTINCT kind FROM telemetry.rejected_messages WHERE tenant_id = '%s'"
                    .formatted(tenant)))
        .containsExactly("EVENT");
    http.post(EVENTS, "{").expect(400);
    http.post(GATEWAY, "{}").expect(403);
    ingestion.gateway(tenant).post(EVENTS, "{}").expect(403);
  }

  @Test
  void takesTheGoodOnesOfAGatewayAndTheOthersOnceTheirDeviceIsKnown() {
    var one = device("one");
    var events = "[{'device': 'one', %1$s}, {'device': 'two', %1$s}, {%1$s}]".formatted(DOOR);
    var answer = ingestion.gateway(tenant).post(GATEWAY, events).expect(200);
    counts(answer, 3, 1, 0, 2);
    assertThat(answer.body().path("errors").findValuesAsText("path"))
        .containsExactly("/1/device", "/2/device");
    assertThat(stored(one.id())).hasSize(1);

    var two = device("two");
    var operator = ingestion.service().http(ingestion.identity().token(tenant, Roles.OPERATOR));
    Deadline.within(
        Duration.ofSeconds(10),
        () -> replayed(operator, "{'filter': {}, 'dryRun': true}", "wouldPass") == 1);
    assertThat(stored(two.id())).as("a dry run stores nothing").isEmpty();
    assertThat(replayed(operator, "{'filter': {}}", "replayed")).isEqualTo(1);
    assertThat(replayed(operator, "{'filter': {}}", "replayed")).isZero();
    assertThat(stored(two.id())).hasSize(1);
    assertThat(
            operator
                .get("/api/v1/rejected-messages?replayed=true")
                .expect(200)
                .body()
                .at("/items/0/kind")
                .asText())
        .isEqualTo("EVENT");
    assertThat(
            ingestion.query(
                "SELECT count(*) FROM telemetry.rejected_messages WHERE tenant_id = '%s'"
                    .formatted(tenant)))
        .containsExactly("2");
  }

  private static int replayed(Http operator, String request, String what) {
    return operator
        .post("/api/v1/rejected-messages/replay", request)
        .expect(200)
        .body()
        .path(what)
        .asInt(-1);
  }

  @Test
  void refusesARetiredDevice() {
    var device = device("gate");
    var http = ingestion.device(tenant, device);
    ingestion.deviceApi().retire(tenant, device);
    Deadline.within(
        Duration.ofSeconds(60),
        () -> http.post(EVENTS, "{" + DOOR + "}").text().contains("device-retired"));
  }

  @Test
  void storesNothingInADryRun() {
    var device = device("gate");
    var both = "[{" + DOOR + "}, {}]";
    var answer = ingestion.device(tenant, device).post(EVENTS + "?dryRun=true", both).expect(200);
    counts(answer, 2, 1, 0, 1);
    assertThat(stored(device.id())).isEmpty();
    assertThat(
            ingestion.query(
                "SELECT id FROM telemetry.rejected_messages WHERE tenant_id = '%s'"
                    .formatted(tenant)))
        .isEmpty();
  }

  @Test
  void showsTheReaderItsTenantsEventsOnly() throws SQLException {
    var http = ingestion.device(tenant, device("gate"));
    http.post(EVENTS, "{" + DOOR + "}").expect(200);
    try (var reader = ingestion.database().connect(DatabaseRole.TELEMETRY_READER);
        var statement = reader.createStatement()) {
      var seen = new ArrayList<Integer>();
      for (var whose : List.of("", UUID.randomUUID().toString(), tenant.toString())) {
        statement.execute(
            "SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(whose));
        try (var rows = statement.executeQuery("SELECT count(*) FROM query.events")) {
          rows.next();
          seen.add(rows.getInt(1));
        }
      }
      assertThat(seen).containsExactly(0, 0, 1);
    }
  }
}
