package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.home.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From a schema to an answer through the real services, and what bad input meets on the way. */
class JourneyIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static Platform platform;
  private static Tenant tenant;
  private static UUID type;

  @BeforeAll
  static void start() {
    platform = Platform.start();
    tenant = platform.newTenant();
    type = tenant.deviceType("Probe", tenant.schema("probe", Tenant.DEFINITION));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static Http device(String externalId) {
    return platform.http(Service.INGESTION, tenant.credential(tenant.device(externalId, type)));
  }

  @Test
  void storesWhatADeviceSendsOnceAndAnswersInAnotherUnit() {
    var device = device("journey");
    var batch =
        """
        [{"time": "2026-01-31T09:15:00Z", "fields": {"temperature": 32}},
         {"time": "2026-01-31T09:45:00Z", "temperature": 212, "on": true}]\
        """;
    var first = device.post(TELEMETRY, batch).expect(200).body();
    assertThat(first.path("accepted").asInt()).isEqualTo(2);
    var again = device.post(TELEMETRY, batch).expect(200).body();
    assertThat(again.path("duplicates").asInt()).isEqualTo(2);

    var series =
        tenant
            .admin(Service.QUERY)
            .post(
                "/api/v1/query/series",
                """
                {"devices": {"externalIds": ["journey"]}, "fields": ["temperature"],
                 "from": "2026-01-31T00:00:00Z", "to": "2026-02-01T00:00:00Z", "bucket": "1h",
                 "aggregates": ["avg", "min", "max", "count"], "units": {"temperature": "Cel"}}\
                """)
            .expect(200)
            .body()
            .path("series");
    assertThat(series).hasSize(4);
    for (var one : series) {
      var value = one.at("/points/0/1").asDouble();
      var expected =
          switch (one.path("aggregate").asText()) {
            case "avg" -> 50.0;
            case "min" -> 0.0;
            case "max" -> 100.0;
            default -> 2.0;
          };
      assertThat(value).as(one.toString()).isCloseTo(expected, within(1e-9));
    }
    var latest =
        tenant
            .admin(Service.QUERY)
            .post("/api/v1/query/latest", "{\"devices\": {\"externalIds\": [\"journey\"]}}")
            .expect(200)
            .body();
    assertThat(latest.at("/items/0/fields/temperature/value").asDouble()).isEqualTo(212);
    assertThat(latest.at("/items/0/fields/temperature/unit").asText()).isEqualTo("[degF]");
  }

  @Test
  void sendsThroughAGatewayForDevicesOfItsTenantOnly() {
    tenant.device("behind-gateway", type);
    var gateway =
        tenant
            .admin(Service.DEVICE)
            .post("/api/v1/gateway-credentials", "{\"name\": \"hall\"}")
            .expect(201)
            .body()
            .path("token")
            .asText();
    var sent =
        platform
            .http(Service.INGESTION, gateway)
            .post(
                "/api/v1/gateway/telemetry",
                """
                [{"device": "behind-gateway", "time": 1769850900, "fields": {"temperature": 1}},
                 {"device": "nobody", "time": 1769850900, "fields": {"temperature": 1}}]\
                """)
            .expect(200)
            .body();
    assertThat(sent.path("accepted").asInt()).isEqualTo(1);
    assertThat(sent.at("/errors/0/code").asText()).isEqualTo("unknown-device");
    platform.http(Service.INGESTION, gateway).post(TELEMETRY, "{\"temperature\": 1}").expect(403);
  }

  @Test
  void answersEachKindOfBadInputAsTheContractSays() {
    var device = device("bad-input");
    assertThat(device.post(TELEMETRY, "{\"temperature\": ").expect(400).problem())
        .isEqualTo("malformed-json");
    assertRejected(device, "{\"temperature\": \"hot\"}", "schema-violation");
    assertRejected(device, "{\"humidity\": 1}", "schema-violation");
    var tomorrow = Instant.now().plus(Duration.ofHours(25));
    assertRejected(
        device, "{\"time\": \"" + tomorrow + "\", \"temperature\": 1}", "time-in-future");
    assertRejected(device, "{\"time\": \"soon\", \"temperature\": 1}", "time-invalid");
    var large = ("[\"" + "x".repeat(11 * 1024 * 1024) + "\"]").getBytes(StandardCharsets.UTF_8);
    assertThat(device.send("POST", TELEMETRY, large, "application/json").expect(413).problem())
        .isEqualTo("too-large");
    platform
        .http(Service.INGESTION, "smd_unknown")
        .post(TELEMETRY, "{\"temperature\": 1}")
        .expect(401);
    platform.http(Service.INGESTION, null).post(TELEMETRY, "{\"temperature\": 1}").expect(401);
  }

  private static void assertRejected(Http device, String message, String code) {
    var answer = device.post(TELEMETRY, message).expect(422);
    assertThat(answer.problem()).isEqualTo("all-rejected");
    assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/errors/0/code").asText()).as(message).isEqualTo(code);
  }

  @Test
  void refusesARevokedCredentialWithinAMinute() {
    var id = tenant.device("revoked", type);
    var admin = tenant.admin(Service.DEVICE);
    var made = admin.post("/api/v1/devices/" + id + "/credentials", "{}").expect(201);
    var device = platform.http(Service.INGESTION, made.body().path("token").asText());
    device.post(TELEMETRY, "{\"temperature\": 1}").expect(200);
    admin.delete("/api/v1/devices/" + id + "/credentials/" + made.id()).expect(204);
    var deadline = Instant.now().plusSeconds(60);
    var status = 200;
    while (status != 401 && Instant.now().isBefore(deadline)) {
      status = device.post(TELEMETRY, "{\"temperature\": 2}").status();
      Thread.onSpinWait();
    }
    assertThat(status).isEqualTo(401);
  }

  @Test
  void writesNoReferenceThatItCannotCheck() {
    var admin = tenant.admin(Service.DEVICE);
    var unknown =
        admin.post(
            "/api/v1/device-types",
            """
            {"name": "Dangling", "protocol": "HTTP", "schemaId": "%s",
             "schemaVersionPolicy": "LATEST_ACTIVE", "attributes": [], "tags": []}\
            """
                .formatted(UUID.randomUUID()));
    assertThat(unknown.expect(422).body().at("/errors/0/path").asText()).isEqualTo("/schemaId");
  }
}
