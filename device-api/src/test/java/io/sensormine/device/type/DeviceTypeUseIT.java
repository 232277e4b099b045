package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who uses a device type, and what they send. */
class DeviceTypeUseIT {
  private static final String TYPES = "/api/v1/device-types/";
  private static final String NONE = "'%s','schemaVersionId':null,'version':null,'items':[]}";
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

  private static Field field(String path) {
    return new Field(path, FieldType.NUMBER, "Cel", null, null, null, null, null, null, null);
  }

  @Test
  void countsItsDevicesByStatus() {
    var type = DeviceApi.makeType(admin);
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "other");
    assertThat(admin.get(TYPES + type + "/usage").expect(200).text())
        .isEqualTo(
            """
            {"deviceTypeId":"%s","devices":0,"byStatus":{"ACTIVE":0,"INACTIVE":0,"MAINTENANCE":0,\
            "RETIRED":0},"lastDeviceCreatedAt":null}\
            """
                .formatted(type));
    DeviceApi.makeDevice(admin, type, "a");
    DeviceApi.makeDevice(admin, type, "b");
    admin
        .patch(
            "/api/v1/devices/" + DeviceApi.makeDevice(admin, type, "c"),
            "{'status': 'MAINTENANCE'}")
        .expect(200);
    var last = DeviceApi.makeDevice(admin, type, "d");
    admin.delete("/api/v1/devices/" + last).expect(204);
    var usage = admin.get(TYPES + type + "/usage").expect(200).body();
    assertThat(usage.path("devices").asLong()).isEqualTo(4);
    assertThat(usage.path("byStatus").toString())
        .isEqualTo("{\"ACTIVE\":2,\"INACTIVE\":0,\"MAINTENANCE\":1,\"RETIRED\":1}");
    assertThat(usage.path("lastDeviceCreatedAt"))
        .isEqualTo(admin.get("/api/v1/devices/" + last).body().path("createdAt"));
  }

  @Test
  void listsTheFieldsOfTheVersionThatItSelects() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var second = api.registry.addVersion(schema.id(), VersionStatus.ACTIVE, field("t"), field("u"));
    var third = api.registry.addVersion(schema.id(), VersionStatus.DEPRECATED, field("old"));
    api.registry.addVersion(schema.id(), VersionStatus.DRAFT, field("draft"));
    var latest = DeviceApi.makeType(admin, ", 'schemaId': '%s'".formatted(schema.id()));
    var fields = admin.get(TYPES + latest + "/fields").expect(200).body();
    assertThat(fields.path("schemaId").asText()).isEqualTo(schema.id().toString());
    assertThat(fields.path("schemaVersionId").asText()).isEqualTo(second.toString());
    assertThat(fields.path("version").asInt()).isEqualTo(2);
    assertThat(fields.path("items").findValuesAsText("path")).containsExactly("t", "u");
    assertThat(fields.at("/items/0/unit").asText()).isEqualTo("Cel");
    assertThat(fields.at("/items/0/type").asText()).isEqualTo("number");
    var pinned =
        DeviceApi.makeType(
            admin,
            ", 'schemaId': '%s', 'schemaVersionPolicy': 'PINNED', 'schemaVersionId': '%s'"
                .formatted(schema.id(), third));
    fields = admin.get(TYPES + pinned + "/fields").expect(200).body();
    assertThat(fields.path("version").asInt()).isEqualTo(3);
    assertThat(fields.path("items").findValuesAsText("path")).containsExactly("old");
    api.registry.failWith(500);
    assertThat(admin.get(TYPES + pinned + "/fields").expect(503).problem())
        .isEqualTo("dependency-unavailable");
  }

  @Test
  void listsNoFieldsWhereNoVersionIsSelected() {
    var draft = api.registry.add(VersionStatus.DRAFT, false);
    var type = DeviceApi.makeType(admin, ", 'schemaId': '%s'".formatted(draft.id()));
    assertThat(admin.get(TYPES + type + "/fields").expect(200).text().replace('"', '\''))
        .isEqualTo(("{'schemaId':" + NONE).formatted(draft.id()));
    api.registry.failWith(500);
    var bare = DeviceApi.makeType(admin);
    assertThat(admin.get(TYPES + bare + "/fields").expect(200).text().replace('"', '\''))
        .isEqualTo(("{'schemaId':" + NONE).replace("'%s'", "null"));
  }

  @Test
  void showsBothToReadersOfTheTenant() {
    var type = DeviceApi.makeType(admin);
    for (var what : new String[] {"/usage", "/fields"}) {
      var path = TYPES + type + what;
      api.as(tenant, Roles.OPERATOR).get(path).expect(200);
      api.as(tenant, Roles.ANALYST).get(path).expect(200);
      api.service(tenant).get(path).expect(403);
      api.service.anonymous().get(path).expect(401);
      api.admin(UUID.randomUUID()).get(path).expect(404);
      admin.get(TYPES + UUID.randomUUID() + what).expect(404);
      admin.get(TYPES + "17" + what).expect(400);
      admin.get(path + "?limit=1").expect(400);
    }
  }
}
