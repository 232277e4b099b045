package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of a device type does to its devices, before and when it is made. */
class ImpactIT {
  private static final String TYPES = "/api/v1/device-types/";
  private static final String ATTRIBUTES =
      """
      {'name': 'site', 'type': 'enum', 'options': ['north', 'south', 'east']},
      {'name': 'floor', 'type': 'integer', 'min': 0}, {'name': 'note', 'type': 'text'}
      """;
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;
  private String name = "";

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    name = "type-" + tenant;
  }

  private String body(String attributes) {
    return "{'name': '%s', 'protocol': 'HTTP', 'attributes': [%s]}".formatted(name, attributes);
  }

  private UUID type(String attributes) {
    return admin.post("/api/v1/device-types", body(attributes)).expect(201).id();
  }

  private UUID device(UUID type, String attributes) {
    return admin
        .post(
            "/api/v1/devices",
            "{'externalId': '%s', 'name': 'd', 'deviceTypeId': '%s', 'attributes': %s}"
                .formatted(UUID.randomUUID(), type, attributes))
        .expect(201)
        .id();
  }

  private JsonNode impact(UUID type, String attributes) {
    return admin.post(TYPES + type + "/validate-update", body(attributes)).expect(200).body();
  }

  private static List<String> said(JsonNode effects) {
    return StreamSupport.stream(effects.spliterator(), false)
        .map(effect ->
            "%s %s %d"
                .formatted(
                    effect.path("path").asText(),
                    effect.path("change").asText(),
                    effect.path("affectedDevices").asLong()))
        .toList();
  }

  @Test
  void countsEachDeviceThatAChangeBreaksOnce() {
    var type = type(ATTRIBUTES);
    device(type, "{'site': 'north', 'floor': 3, 'note': 'a'}");
    device(type, "{'site': 'east', 'floor': 9, 'note': 'b'}");
    device(type, "{'site': 'east'}");
    device(type, "{}");
    var retired = device(type, "{'site': 'east', 'floor': 9, 'note': 'c'}");
    admin.delete("/api/v1/devices/" + retired).expect(204);
    // another type's devices, and another tenant's, do not count
    var other = admin.post("/api/v1/device-types", "{'name': 'o', 'protocol': 'HTTP'}").id();
    device(other, "{'site': 'east', 'note': 'x'}");

    var impact =
        impact(
            type,
            """
            {'name': 'site', 'type': 'enum', 'options': ['south', 'north']},
            {'name': 'floor', 'type': 'integer', 'min': 0, 'max': 5, 'required': true}
            """);
    assertThat(said(impact.path("breakingChanges")))
        .containsExactly(
            "/attributes/0/options ATTRIBUTE_NARROWED 2",
            "/attributes/1/required ATTRIBUTE_REQUIRED 2",
            "/attributes/1/max ATTRIBUTE_NARROWED 1",
            "/attributes/2 ATTRIBUTE_REMOVED 2");
    assertThat(impact.path("affectedDevices").asLong()).isEqualTo(4);
    assertThat(impact.path("warnings")).isEmpty();
    assertThat(impact.at("/breakingChanges/3/message").asText())
        .isEqualTo("`note` is removed; 2 devices have a value.");
    assertThat(impact.at("/breakingChanges/0").has("changes")).isFalse();
  }

  @Test
  void judgesNumbersAsDevicesAreJudged() {
    var type = type("{'name': 'n', 'type': 'number'}");
    device(type, "{'n': 1}");
    device(type, "{'n': 1.0}");
    device(type, "{'n': 0.30000000000000000001}");
    device(type, "{'n': 100000000000000000000000000000001}");
    assertThat(
            said(
                impact(type, "{'name': 'n', 'type': 'number', 'min': 0.3000000000000000001}")
                    .path("breakingChanges")))
        .containsExactly("/attributes/0/min ATTRIBUTE_NARROWED 1");
    assertThat(said(impact(type, "{'name': 'n', 'type': 'integer'}").path("breakingChanges")))
        .containsExactly("/attributes/0/type ATTRIBUTE_TYPE_CHANGED 1");
    assertThat(
            said(
                impact(
                        type,
                        "{'name': 'n', 'type': 'number', 'max': 100000000000000000000000000000000}")
                    .path("breakingChanges")))
        .containsExactly("/attributes/0/max ATTRIBUTE_NARROWED 1");
  }

  @Test
  void closesATypeThatTookAnyAttribute() {
    var type = type("");
    device(type, "{'colour': 'red', 'n': 1}");
    device(type, "{'n': 'many'}");
    device(type, "{}");
    var impact = impact(type, "{'name': 'n', 'type': 'integer'}");
    assertThat(said(impact.path("breakingChanges")))
        .containsExactly("/attributes ATTRIBUTES_CLOSED 1", "/attributes/0 ATTRIBUTE_NARROWED 1");
    assertThat(impact.path("affectedDevices").asLong()).isEqualTo(2);
  }

  @Test
  void countsMoreDevicesThanItReadsAtATime() throws SQLException {
    var type = type("{'name': 'serial', 'type': 'text'}");
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO device.devices (id, tenant_id, external_id, name, device_type_id, attributes,
            tags, status, revision, created_at, updated_at)
          SELECT gen_random_uuid(), '%s', 'd' || n, 'd', '%s',
            jsonb_build_object('serial', repeat('x', n %% 10) || n), '{}', 'ACTIVE', 1, now(), now()
          FROM generate_series(1, 5000) n
          """
              .formatted(tenant, type));
    }
    var impact = impact(type, "{'name': 'serial', 'type': 'text', 'pattern': '^x+[0-9]+$'}");
    assertThat(said(impact.path("breakingChanges")))
        .containsExactly("/attributes/0/pattern ATTRIBUTE_NARROWED 500");
    assertThat(impact.path("affectedDevices").asLong()).isEqualTo(500);
  }

  @Test
  void changesNothingByAsking() throws SQLException {
    var type = type(ATTRIBUTES);
    device(type, "{'note': 'a'}");
    var before = admin.get(TYPES + type).body();
    long versions = api.count("device_type_versions");
    long entries = api.count("device_type_audit_logs");
    impact(type, "");
    assertThat(admin.get(TYPES + type).body()).isEqualTo(before);
    assertThat(api.count("device_type_versions")).isEqualTo(versions);
    assertThat(api.count("device_type_audit_logs")).isEqualTo(entries);
    // nor does it mind what revision was read
    admin.with("If-Match", "\"17\"").post(TYPES + type + "/validate-update", body("")).expect(200);
    var same = impact(type, ATTRIBUTES);
    assertThat(same.toString())
        .isEqualTo("{\"breakingChanges\":[],\"warnings\":[],\"affectedDevices\":0}");
  }

  @Test
  void refusesABreakingChangeUnlessForced() {
    var type = type(ATTRIBUTES);
    var device = device(type, "{'note': 'a', 'floor': 2}");
    var proposed = body("{'name': 'floor', 'type': 'integer', 'min': 0, 'max': 1}");
    var asked = admin.post(TYPES + type + "/validate-update", proposed).expect(200).body();
    var refused = admin.put(TYPES + type, proposed).expect(409);
    assertThat(refused.problem()).isEqualTo("breaking-change");
    assertThat(refused.body().path("detail").asText()).contains("?force=true");
    assertThat(refused.body().path("breakingChanges")).isEqualTo(asked.path("breakingChanges"));
    assertThat(refused.body().path("warnings")).isEqualTo(asked.path("warnings"));
    assertThat(refused.body().path("affectedDevices").asLong()).isEqualTo(1);
    assertThat(refused.body().path("errors").findValuesAsText("code"))
        .containsExactly("attribute-narrowed", "attribute-removed", "attribute-removed");
    assertThat(refused.body().path("errors").findValuesAsText("path"))
        .containsExactly("/attributes/0/max", "/attributes/0", "/attributes/2");
    assertThat(refused.body().at("/errors/0/message"))
        .isEqualTo(asked.at("/breakingChanges/0/message"));
    admin.put(TYPES + type + "?force=false", proposed).expect(409);
    assertThat(admin.get(TYPES + type).header("ETag")).isEqualTo("\"1\"");
    assertThat(admin.get(TYPES + type + "/versions").body().path("items")).hasSize(1);

    var forced = admin.put(TYPES + type + "?force=true", proposed).expect(200);
    assertThat(forced.header("ETag")).isEqualTo("\"2\"");
    var entry = admin.get(TYPES + type + "/audit-log").expect(200).body().at("/items/0");
    assertThat(entry.path("action").asText()).isEqualTo("UPDATED");
    assertThat(entry.at("/details/forced").asBoolean()).isTrue();
    assertThat(entry.at("/details/affectedDevices").asLong()).isEqualTo(1);
    assertThat(entry.at("/details/breakingChanges")).isEqualTo(asked.path("breakingChanges"));
    assertThat(entry.path("details").has("toVersion")).isFalse();
    // devices are as they were, and must fit when they change next
    admin.patch("/api/v1/devices/" + device, "{'name': 'e'}").expect(422);
  }

  @Test
  void marksNoForceThatWasNotNeeded() {
    var type = type("{'name': 'n', 'type': 'integer'}");
    device(type, "{'n': 1}");
    var path = TYPES + type;
    var warned = "{'name': 'n', 'type': 'integer', 'max': 5}";
    assertThat(said(impact(type, warned).path("warnings")))
        .containsExactly("/attributes/0/max ATTRIBUTE_NARROWED 0");
    admin.put(path + "?force=true", body(warned)).expect(200);
    var entry = admin.get(path + "/audit-log").expect(200).body().at("/items/0");
    assertThat(entry.path("revision").asLong()).isEqualTo(2);
    assertThat(entry.path("details").isNull()).isTrue();
    admin.put(path + "?force=yes", body(warned)).expect(400);
    var device = admin.get("/api/v1/devices").body().at("/items/0/id").asText();
    var log = admin.get("/api/v1/devices/%s/audit-log".formatted(device)).expect(200).body();
    assertThat(log.at("/items/0/details").isNull()).isTrue();
  }

  @Test
  void warnsOfAnotherProtocol() {
    var type = type("");
    device(type, "{}");
    var changed = "{'name': '%s', 'protocol': 'MQTT'}".formatted(name);
    var impact = admin.post(TYPES + type + "/validate-update", changed).expect(200).body();
    assertThat(said(impact.path("warnings"))).containsExactly("/protocol PROTOCOL_CHANGED 1");
    assertThat(impact.path("affectedDevices").asLong()).isZero();
    admin.put(TYPES + type, changed).expect(200);
  }

  @Test
  void refusesToJudgeWhatPutRefuses() {
    var type = type("");
    var path = TYPES + type + "/validate-update";
    admin.post(path, "{").expect(400);
    admin.post(path, "{'protocol': 'HTTP'}").expect(422);
    admin.post(path, body("{'name': 'x', 'type': 'enum'}")).expect(422);
    admin
        .post(
            path,
            "{'name': 'x', 'protocol': 'HTTP', 'schemaId': '%s'}".formatted(UUID.randomUUID()))
        .expect(422);
    admin.post(path + "?force=true", body("")).expect(400);
    admin.send("POST", path, new byte[] {'x'}, "text/plain").expect(415);
    admin.post(TYPES + UUID.randomUUID() + "/validate-update", body("")).expect(404);
    admin.post(TYPES + "17/validate-update", body("")).expect(400);
    api.admin(UUID.randomUUID()).post(path, body("")).expect(404);
    api.as(tenant, Roles.OPERATOR).post(path, body("")).expect(200);
    api.as(tenant, Roles.ANALYST).post(path, body("")).expect(200);
    api.service(tenant).post(path, body("")).expect(403);
    api.service.anonymous().post(path, body("")).expect(401);
    admin.delete(TYPES + type).expect(204);
    assertThat(admin.post(path, body("")).expect(409).problem()).isEqualTo("illegal-step");
  }
}
