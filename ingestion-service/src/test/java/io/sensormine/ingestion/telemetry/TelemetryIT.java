package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of messages: stored once, merged, replaced, refused with the code that says why. */
class TelemetryIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final String TEMPERATURE =
      """
      {'type': 'object', 'required': ['temp'], 'additionalProperties': false,
       'properties': {'temp': {'type': 'number', 'unit': 'Cel', 'maximum': 100},
                      'door': {'type': 'string', 'enum': ['open', 'shut']}}}
      """;

  @AutoClose private static final Ingestion ingestion = Ingestion.start(Map.of());

  private final UUID tenant = UUID.randomUUID();

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  /** A device whose type has a schema with one ACTIVE version. */
  private DeviceSelection.Item strictDevice(String name) {
    var schema = UUID.randomUUID();
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, TEMPERATURE);
    return ingestion
        .deviceApi()
        .device(tenant, name, ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null));
  }

  private static void counts(
      Answer answer, int received, int accepted, int merged, int duplicates, int rejected) {
    var body = answer.body();
    assertThat(
            new int[] {
              body.path("received").asInt(),
              body.path("accepted").asInt(),
              body.path("merged").asInt(),
              body.path("duplicates").asInt(),
              body.path("rejected").asInt()
            })
        .as(answer.text())
        .containsExactly(received, accepted, merged, duplicates, rejected);
  }

  /** Refused alone: 422, with that code at that place. */
  private static void refused(Http http, String path, String body, String code, String pointer) {
    var answer = http.post(path, body).expect(422);
    assertThat(answer.problem()).isEqualTo("all-rejected");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
    var error = answer.body().at("/errors/0");
    assertThat(error.path("code").asText()).as(answer.text()).isEqualTo(code);
    assertThat(error.path("path").asText()).as(answer.text()).isEqualTo(pointer);
    assertThat(error.path("index").asInt()).isZero();
  }

  @Test
  void storesAMessageOnceHoweverOftenItComes() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var batch =
        IntStream.range(0, 500)
            .mapToObj(i -> "{'time': %d, 'temp': %d.5, 'on': true}".formatted(1_700_000_000 + i, i))
            .collect(Collectors.joining(",", "[", "]"));
    counts(http.post(TELEMETRY, batch).expect(200), 500, 500, 0, 0, 0);
    var before = ingestion.query("SELECT xmin || fields::text FROM telemetry.telemetry");
    counts(http.post(TELEMETRY, batch).expect(200), 500, 0, 0, 500, 0);
    assertThat(ingestion.query("SELECT xmin || fields::text FROM telemetry.telemetry"))
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(ingestion.fields(device.id())).hasSize(500);
    assertThat(ingestion.fields(device.id()).getFirst()).isEqualTo("{\"on\": true, \"temp\": 0.5}");
  }

  @Test
  void mergesWhatComesLaterForTheSameInstant() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "{'time': '2026-01-01T00:00:00Z', 'fields': {'a': 1, 'b': 1}}")
        .expect(200);
    var later =
        http.post(TELEMETRY, "{'ts': '2026-01-01T01:00:00+01:00', 'b': 2, 'c': {'d': 'x'}}");
    counts(later.expect(200), 1, 1, 1, 0, 0);
    assertThat(ingestion.fields(device.id()))
        .containsExactly("{\"a\": 1, \"b\": 2, \"c.d\": \"x\"}");
    counts(http.post(TELEMETRY, "{'time': 1767225600, 'b': 2.0}").expect(200), 1, 0, 0, 1, 0);
  }

  @Test
  void takesTheLaterOfTwoMessagesOfOneInstantInARequest() {
    var device = device("pump");
    var http = ingestion.device(tenant, device);
    var twice = "[{'time': 1700000000, 't': 1}, {'time': 1700000000, 't': 2}]";
    counts(http.post(TELEMETRY, twice).expect(200), 2, 1, 0, 1, 0);
    assertThat(ingestion.fields(device.id())).containsExactly("{\"t\": 2}");
    counts(http.post(TELEMETRY, twice).expect(200), 2, 0, 0, 2, 0);
    var parts = "[{'time': 1700000001, 't': 1}, {'time': 1700000001, 'u': 2}]";
    counts(http.post(TELEMETRY, parts).expect(200), 2, 2, 0, 0, 0);
  }

  @Test
  void replacesARowOfAnotherVersion() {
    var schema = UUID.randomUUID();
    var first = ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, "{}");
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var device = ingestion.deviceApi().device(tenant, "pump", type);
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "{'time': 1700000000, 'fields': {'a': 1, 'b': 1}}").expect(200);
    assertThat(ingestion.rows(device.id())).containsExactly("{\"a\": 1, \"b\": 1} | " + first);
    var second = ingestion.registry().version(tenant, schema, 2, VersionStatus.ACTIVE, "{}");
    var body = "{'time': 1700000000, 'schemaVersion': 2, 'fields': {'a': 1}}";
    counts(http.post(TELEMETRY, body).expect(200), 1, 1, 1, 0, 0);
    assertThat(ingestion.rows(device.id())).containsExactly("{\"a\": 1} | " + second);
  }

  @Test
  void choosesTheVersionThatTheTypeSelects() {
    var registry = ingestion.registry();
    var schema = UUID.randomUUID();
    var old = registry.version(tenant, schema, 1, VersionStatus.DEPRECATED, "{}");
    var active = registry.version(tenant, schema, 3, VersionStatus.ACTIVE, "{}");
    registry.version(tenant, schema, 2, VersionStatus.ACTIVE, "{}");
    var draft = registry.version(tenant, schema, 4, VersionStatus.DRAFT, "{}");
    var api = ingestion.deviceApi();
    var latest = api.device(tenant, "a", api.type(tenant, UUID.randomUUID(), schema, null));
    var pinned = api.device(tenant, "b", api.type(tenant, UUID.randomUUID(), schema, old));
    var drafted = api.device(tenant, "c", api.type(tenant, UUID.randomUUID(), schema, draft));
    var none =
        api.device(tenant, "d", api.type(tenant, UUID.randomUUID(), UUID.randomUUID(), null));
    var body = "{'time': 1700000000, 't': 1}";
    ingestion.device(tenant, latest).post(TELEMETRY, body).expect(200);
    ingestion.device(tenant, pinned).post(TELEMETRY, body).expect(200);
    assertThat(ingestion.rows(latest.id())).containsExactly("{\"t\": 1} | " + active);
    assertThat(ingestion.rows(pinned.id())).containsExactly("{\"t\": 1} | " + old);
    refused(ingestion.device(tenant, drafted), TELEMETRY, body, "no-active-version", "");
    refused(ingestion.device(tenant, none), TELEMETRY, body, "no-active-version", "");
    for (var version : new String[] {"1", "4", "5", "'x'", "1.5"}) {
      var asking = "{'schemaVersion': %s, 'fields': {'t': 1}}".formatted(version);
      refused(
          ingestion.device(tenant, latest), TELEMETRY, asking, "unknown-version", "/schemaVersion");
    }
  }

  @Test
  void refusesWhatBreaksTheSchemaAndStoresTheRest() {
    var device = strictDevice("oven");
    var http = ingestion.device(tenant, device);
    var answer =
        http.post(
                TELEMETRY,
                "[{'time': 1700000000, 'fields': {'temp': 20.5}},"
                    + " {'time': 1700000001, 'temp': 'hot'},"
                    + " {'time': 1700000002, 'fields': {'temp': 101, 'door': 'ajar'}},"
                    + " {'time': 1700000003, 'temp': 1, 'colour': 'red'}]")
            .expect(200);
    counts(answer, 4, 1, 0, 0, 3);
    var errors = answer.body().path("errors");
    assertThat(errors.findValuesAsText("path"))
        .containsExactlyInAnyOrder("/1/temp", "/2/fields/temp", "/2/fields/door", "/3/colour");
    assertThat(errors.findValuesAsText("code")).containsOnly("schema-violation");
    assertThat(answer.body().path("errorsTruncated").asBoolean()).isFalse();
    assertThat(ingestion.fields(device.id())).containsExactly("{\"temp\": 20.5}");
    refused(http, TELEMETRY, "{'fields': {'door': 'open'}}", "schema-violation", "/fields/temp");
    refused(http, TELEMETRY, "17", "schema-violation", "");
  }

  @Test
  void saysWhatIsWrongWithEachBadMessage() {
    var http = ingestion.device(tenant, device("pump"));
    var future = Instant.now().plus(Duration.ofHours(25));
    refused(http, TELEMETRY, "{'time': '%s', 'a': 1}".formatted(future), "time-in-future", "/time");
    refused(http, TELEMETRY, "{'time': 'noon', 'a': 1}", "time-invalid", "/time");
    refused(http, TELEMETRY, "{'ts': -1, 'a': 1}", "time-invalid", "/ts");
    refused(http, TELEMETRY, "{'a': 1e400}", "number-out-of-range", "/a");
    refused(http, TELEMETRY, "{'a': [1, {'b': -1e999999999999}]}", "number-out-of-range", "/a/1/b");
    refused(http, TELEMETRY, "{'a': 'x\\u0000'}", "text-not-storable", "/a");
    refused(http, TELEMETRY, "{'a': '\\ud800'}", "text-not-storable", "/a");
    refused(http, TELEMETRY, "{'a.b': 1, 'a': {'b': 2}}", "path-collision", "/a/b");
    refused(
        http,
        TELEMETRY,
        IntStream.range(0, 1_001)
            .mapToObj(i -> "'f%d': %d".formatted(i, i))
            .collect(Collectors.joining(",", "{", "}")),
        "too-many-fields",
        "/f1000");
    refused(http, TELEMETRY, "{'a': [" + "1,".repeat(64) + "1]}", "too-many-fields", "/a");
    refused(http, TELEMETRY, "{'a': '" + "x".repeat(1 << 20) + "'}", "too-large", "");
    var timeless = http.post(TELEMETRY, "[{'a': 1}, {'a': 2}]").expect(422);
    assertThat(timeless.body().path("errors").findValuesAsText("code"))
        .containsExactly("time-required", "time-required");
  }

  @Test
  void keepsWhatWasRefusedAsDeadLetters() {
    var device = strictDevice("oven");
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "[{'time': 1, 'temp': 1}, {'time': 2, 'temp':  'hot'}]").expect(200);
    assertThat(
            ingestion.query(
                "SELECT concat_ws(' ', protocol, code, device_external_id, device_id,"
                    + " convert_from(payload, 'UTF8'), payload_bytes, errors->0->>'path')"
                    + " FROM telemetry.rejected_messages WHERE schema_version_id IS NOT NULL"
                    + " AND tenant_id = '%s'".formatted(tenant)))
        .containsExactly(
            "HTTP schema-violation oven %s {\"time\": 2, \"temp\":  \"hot\"} 27 /temp"
                .formatted(device.id()));
  }

  @Test
  void storesNothingOnADryRun() {
    var device = strictDevice("oven");
    var http = ingestion.device(tenant, device);
    http.post(TELEMETRY, "{'time': 1700000000, 'temp': 1}").expect(200);
    var batch =
        "[{'time': 1700000000, 'temp': 1}, {'time': 1700000001, 'temp': 1},"
            + " {'time': 1700000002, 'temp': 'x'}]";
    counts(http.post(TELEMETRY + "?dryRun=true", batch).expect(200), 3, 1, 0, 1, 1);
    assertThat(ingestion.fields(device.id())).hasSize(1);
    assertThat(
            ingestion.query(
                "SELECT 1 FROM telemetry.rejected_messages WHERE tenant_id = '%s'"
                    .formatted(tenant)))
        .isEmpty();
    assertThat(http.post(TELEMETRY + "?dryrun=true", batch).expect(400).problem())
        .isEqualTo("unknown-parameter");
  }

  @Test
  void storesNothingWhereDryRunIsNeitherTrueNorFalse() {
    var device = strictDevice("oven");
    for (var value : new String[] {"yes", "TRUE", "1", ""}) {
      var refused =
          ingestion
              .device(tenant, device)
              .post(TELEMETRY + "?dryRun=" + value, "{'time': 1700000000, 'temp': 1}")
              .expect(400);
      assertThat(refused.problem()).as(value).isEqualTo("invalid-parameter");
      assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/dryRun");
    }
    assertThat(ingestion.fields(device.id())).isEmpty();
  }

  @Test
  void takesTheTimeThatTheSchemaMarks() {
    var schema = UUID.randomUUID();
    ingestion
        .registry()
        .version(
            tenant,
            schema,
            1,
            VersionStatus.ACTIVE,
            "{'properties': {'at': {'type': 'string', 'x-time': true}, 'ts': {'type': 'number'}},"
                + " 'required': ['at']}");
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var device = ingestion.deviceApi().device(tenant, "clock", type);
    ingestion
        .device(tenant, device)
        .post(TELEMETRY, "{'at': '2026-01-01T00:00:00.123456Z', 'ts': 7, 'x': null}")
        .expect(200);
    assertThat(ingestion.fields(device.id())).containsExactly("{\"ts\": 7}");
    assertThat(
            ingestion.query(
                "SELECT extract(epoch FROM time) FROM telemetry.telemetry WHERE device_id = '%s'"
                    .formatted(device.id())))
        .containsExactly("1767225600.123456");
  }

  @Test
  void takesMessagesOfAllDevicesFromAGateway() {
    var first = device("first");
    var second = device("second");
    var gateway = ingestion.gateway(tenant);
    int calls = ingestion.deviceApi().calls();
    var answer =
        gateway
            .post(
                GATEWAY,
                "[{'device': 'first', 'fields': {'t': 1}}, {'device': 'second', 'time': 1700000000,"
                    + " 't': 2}, {'device': 'third', 'fields': {'t': 3}}, {'fields': {'t': 4}}]")
            .expect(200);
    counts(answer, 4, 2, 0, 0, 2);
    assertThat(answer.body().path("errors").findValuesAsText("code"))
        .containsExactly("unknown-device", "unknown-device");
    assertThat(answer.body().path("errors").findValuesAsText("path"))
        .containsExactly("/2/device", "/3/device");
    assertThat(ingestion.fields(first.id())).containsExactly("{\"t\": 1}");
    assertThat(ingestion.fields(second.id())).containsExactly("{\"t\": 2}");
    // whose the credential is, which devices these are, and what each of the two types asks for
    assertThat(ingestion.deviceApi().calls() - calls).isEqualTo(4);
    assertThat(
            ingestion.query(
                "SELECT device_external_id FROM telemetry.rejected_messages"
                    + " WHERE tenant_id = '%s' AND device_external_id IS NOT NULL"
                        .formatted(tenant)))
        .containsExactly("third");
  }

  @Test
  void admitsAsSoonAsWhatItNeedsExists() {
    var gateway = ingestion.gateway(tenant);
    var body = "{'device': 'late', 'fields': {'t': 1}}";
    refused(gateway, GATEWAY, body, "unknown-device", "/device");
    var schema = UUID.randomUUID();
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, TEMPERATURE);
    var device = ingestion.deviceApi().device(tenant, "late", type);
    Deadline.within(
        Duration.ofSeconds(5),
        () ->
            gateway
                .post(GATEWAY, body)
                .body()
                .at("/errors/0/code")
                .asText()
                .equals("schema-violation"));
    ingestion.registry().version(tenant, schema, 2, VersionStatus.ACTIVE, "{}");
    Deadline.within(Duration.ofSeconds(10), () -> gateway.post(GATEWAY, body).status() == 200);
    ingestion.deviceApi().retire(tenant, device);
    Deadline.within(
        Duration.ofSeconds(10),
        () ->
            gateway
                .post(GATEWAY, body)
                .body()
                .at("/errors/0/code")
                .asText()
                .equals("device-retired"));
  }

  @Test
  void keepsTenantsApart() {
    var mine = device("shared-name");
    var other = UUID.randomUUID();
    var theirs =
        ingestion.deviceApi().device(other, "shared-name", ingestion.deviceApi().type(other));
    ingestion
        .gateway(other)
        .post(GATEWAY, "{'device': 'shared-name', 'fields': {'t': 1}}")
        .expect(200);
    assertThat(ingestion.fields(mine.id())).isEmpty();
    assertThat(ingestion.fields(theirs.id())).hasSize(1);
    var http = ingestion.device(tenant, mine);
    refused(
        http, TELEMETRY, "{'device': 'another', 'fields': {'t': 1}}", "unknown-device", "/device");
    assertThat(http.forTenant(other).post(TELEMETRY, "{'t': 1}").expect(403).problem())
        .isEqualTo("tenant-not-allowed");
  }

  @Test
  void refusesWhoMayNotSend() {
    var device = device("pump");
    var body = "{'device': 'pump', 'fields': {'t': 1}}";
    var service = ingestion.service();
    assertThat(service.anonymous().post(TELEMETRY, body).expect(401).problem())
        .isEqualTo("unauthenticated");
    service.http("smd_unknown").post(TELEMETRY, body).expect(401);
    var admin = ingestion.identity().token(tenant, Roles.TENANT_ADMIN);
    assertThat(service.http(admin).post(TELEMETRY, body).expect(403).problem())
        .isEqualTo("forbidden");
    ingestion.device(tenant, device).post(GATEWAY, body).expect(403);
    ingestion.gateway(tenant).post(TELEMETRY, body).expect(403);
    var revoked = ingestion.deviceApi().credential(tenant, device);
    ingestion.deviceApi().revoke(revoked);
    service.http(revoked).post(TELEMETRY, body).expect(401);
    var suspended = UUID.randomUUID();
    ingestion.identity().suspend(suspended);
    Deadline.within(
        Duration.ofSeconds(10),
        () -> ingestion.gateway(suspended).post(GATEWAY, body).status() == 401);
  }
}
