package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Direction;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollbackIT {
  private static final String TYPES = "/api/v1/device-types";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;

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
    api.registry.failWith(0);
  }

  private String made(String body) {
    return TYPES + "/" + admin.post(TYPES, body).expect(201).id();
  }

  private static String to(int version) {
    return "{'version': %d}".formatted(version);
  }

  @Test
  void makesANewVersionOfWhatWas() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var path =
        made(
            """
            {'name': 'a', 'description': 'd', 'protocol': 'MQTT', 'schemaId': '%s',
             'attributes': [{'name': 'n', 'type': 'number', 'min': 0.50, 'max': 1e2, 'default': 1},
               {'name': 'o', 'type': 'enum', 'options': ['x'], 'required': true, 'default': 'x'}],
             'tags': ['t'], 'expectedInterval': 'PT1.5S', 'offlineAfter': 'PT24H'}
            """
                .formatted(schema.id()));
    var first = admin.get(path).expect(200).body();
    admin.put(path + "?force=true", "{'name': 'b', 'protocol': 'HTTP'}").expect(200);

    var back = admin.with("If-Match", "\"2\"").post(path + "/rollback", to(1)).expect(200);
    assertThat(back.header("ETag")).isEqualTo("\"3\"");
    assertThat(back.body()).isEqualTo(admin.get(path).body());
    for (var property :
        new String[] {
          "name", "description", "protocol", "schemaId", "schemaVersionPolicy", "schemaVersionId",
          "attributes", "tags", "expectedInterval", "offlineAfter", "archived", "createdAt"
        }) {
      assertThat(back.body().path(property)).as(property).isEqualTo(first.path(property));
    }
    assertThat(back.body().path("version").asInt()).isEqualTo(3);
    var versions = admin.get(path + "/versions").expect(200).body().path("items");
    assertThat(versions.findValuesAsText("version")).containsExactly("3", "2", "1");
    assertThat(versions.at("/0/snapshot")).isEqualTo(versions.at("/2/snapshot"));
    var entry = admin.get(path + "/audit-log").expect(200).body().at("/items/0");
    assertThat(entry.path("action").asText()).isEqualTo("ROLLED_BACK");
    assertThat(entry.path("details").toString()).isEqualTo("{\"toVersion\":1}");
    assertThat(entry.path("patch").toString())
        .contains("{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"a\"}");
  }

  @Test
  void leavesNoTraceWhereNothingChanges() {
    var path = made("{'name': 'a', 'protocol': 'HTTP'}");
    assertThat(admin.post(path + "/rollback", to(1)).expect(200).header("ETag")).isEqualTo("\"1\"");
    admin.put(path, "{'name': 'b', 'protocol': 'HTTP'}").expect(200);
    admin.post(path + "/rollback", to(1)).expect(200);
    var again = admin.post(path + "/rollback", to(1)).expect(200);
    assertThat(again.header("ETag")).isEqualTo("\"3\"");
    assertThat(admin.get(path + "/versions").body().path("items")).hasSize(3);
    assertThat(admin.get(path + "/audit-log").body().path("items")).hasSize(3);
  }

  @Test
  void breaksNothingUnlessForced() {
    var path = made("{'name': 'a', 'protocol': 'HTTP'}");
    admin
        .put(
            path,
            "{'name': 'a', 'protocol': 'HTTP', 'attributes': [{'name': 'n', 'type': 'integer'}]}")
        .expect(200);
    admin
        .post(
            "/api/v1/devices",
            "{'externalId': 'd', 'name': 'd', 'deviceTypeId': '%s', 'attributes': {'n': 1}}"
                .formatted(path.substring(path.lastIndexOf('/') + 1)))
        .expect(201);
    var refused = admin.post(path + "/rollback", to(1)).expect(409);
    assertThat(refused.problem()).isEqualTo("breaking-change");
    assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("attribute-removed");
    assertThat(refused.body().path("affectedDevices").asLong()).isEqualTo(1);
    admin.post(path + "/rollback?force=true", to(1)).expect(200);
    var details = admin.get(path + "/audit-log").body().at("/items/0/details");
    assertThat(details.path("toVersion").asInt()).isEqualTo(1);
    assertThat(details.path("forced").asBoolean()).isTrue();
    assertThat(details.path("affectedDevices").asLong()).isEqualTo(1);
    assertThat(details.at("/breakingChanges/0/change").asText()).isEqualTo("ATTRIBUTE_REMOVED");
  }

  @Test
  void asksTheRegistryAgain() throws SQLException {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var other = api.registry.add(VersionStatus.ACTIVE, false);
    var path = made("{'name': 'a', 'protocol': 'HTTP', 'schemaId': '%s'}".formatted(schema.id()));
    admin
        .put(path, "{'name': 'a', 'protocol': 'HTTP', 'schemaId': '%s'}".formatted(other.id()))
        .expect(200);
    api.registry.breaking(
        other.latestVersion().id(), schema.latestVersion().id(), Direction.BACKWARD);
    var breaking = admin.post(path + "/rollback", to(1)).expect(409);
    assertThat(breaking.body().at("/errors/0/code").asText()).isEqualTo("schema-incompatible");
    long versions = api.count("device_type_versions");
    api.registry.failWith(500);
    assertThat(admin.post(path + "/rollback", to(1)).expect(503).problem())
        .isEqualTo("dependency-unavailable");
    assertThat(api.count("device_type_versions")).isEqualTo(versions);
    api.registry.failWith(0);
    api.registry.archive(schema);
    var archived = admin.post(path + "/rollback?force=true", to(1)).expect(422);
    assertThat(archived.problem()).isEqualTo("unknown-reference");
    assertThat(archived.body().at("/errors/0/path").asText()).isEqualTo("/schemaId");
  }

  @Test
  void checksWhatWasByTheRulesOfToday() throws SQLException {
    var path = made("{'name': 'a', 'protocol': 'HTTP'}");
    admin.put(path, "{'name': 'b', 'protocol': 'HTTP'}").expect(200);
    // as if written when enums could be without options
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE device.device_type_versions
          SET snapshot = snapshot || '{"attributes": [{"name": "x", "type": "enum"}]}'
          WHERE tenant_id = '%s' AND version = 1
          """
              .formatted(tenant));
    }
    var refused = admin.post(path + "/rollback", to(1)).expect(422);
    assertThat(refused.body().at("/errors/0/path").asText()).isEqualTo("/attributes/0/options");
    assertThat(admin.get(path).header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void leavesNoTraceWhereTheNameIsTakenMeanwhile() throws SQLException {
    var path = made("{'name': 'a', 'protocol': 'HTTP'}");
    admin.put(path, "{'name': 'b', 'protocol': 'HTTP'}").expect(200);
    made("{'name': 'a', 'protocol': 'HTTP'}");
    long versions = api.count("device_type_versions");
    long entries = api.count("device_type_audit_logs");
    var taken = admin.post(path + "/rollback", to(1)).expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(
            admin
                .put(path, "{'name': 'a', 'protocol': 'HTTP', 'tags': ['x']}")
                .expect(409)
                .problem())
        .isEqualTo("name-taken");
    assertThat(api.count("device_type_versions")).isEqualTo(versions);
    assertThat(api.count("device_type_audit_logs")).isEqualTo(entries);
    var standing = admin.get(path).expect(200);
    assertThat(standing.header("ETag")).isEqualTo("\"2\"");
    assertThat(standing.body().path("tags")).isEmpty();
  }

  @Test
  void refusesWhatItCannotGoBackTo() {
    var path = made("{'name': 'a', 'protocol': 'HTTP'}");
    admin.put(path, "{'name': 'b', 'protocol': 'HTTP'}").expect(200);
    for (var body : new String[] {to(3), to(0), to(-1), "{}", "{'version': 'x'}"}) {
      var refused = admin.post(path + "/rollback", body).expect(422);
      assertThat(refused.body().at("/errors/0/path").asText()).as(body).isEqualTo("/version");
    }
    var unknown = admin.post(path + "/rollback", "{'version': 1, 'name': 'c'}").expect(422);
    assertThat(unknown.body().at("/errors/0/path").asText()).isEqualTo("/name");
    admin.post(path + "/rollback", "{").expect(400);
    admin.post(path + "/rollback?force=1", to(1)).expect(400);
    admin.post(path + "/rollback?dryRun=true", to(1)).expect(400);
    admin.send("POST", path + "/rollback", new byte[] {'1'}, "text/plain").expect(415);
    admin.with("If-Match", "\"1\"").post(path + "/rollback", to(1)).expect(412);
    admin.post(TYPES + "/" + UUID.randomUUID() + "/rollback", to(1)).expect(404);
    admin.post(TYPES + "/17/rollback", to(1)).expect(400);
    // another type's version is none of this one's
    var third = made("{'name': 'c', 'protocol': 'HTTP'}");
    admin.post(third + "/rollback", to(2)).expect(422);
    api.admin(UUID.randomUUID()).post(path + "/rollback", to(1)).expect(404);
    for (var role : new String[] {Roles.OPERATOR, Roles.ANALYST}) {
      api.as(tenant, role).post(path + "/rollback", to(1)).expect(403);
    }
    api.service(tenant).post(path + "/rollback", to(1)).expect(403);
    api.service.anonymous().post(path + "/rollback", to(1)).expect(401);
    admin.delete(path).expect(204);
    var late = admin.post(path + "/rollback?force=true", to(1)).expect(409);
    assertThat(late.problem()).isEqualTo("illegal-step");
    assertThat(admin.get(path).header("ETag")).isEqualTo("\"3\"");
  }
}
