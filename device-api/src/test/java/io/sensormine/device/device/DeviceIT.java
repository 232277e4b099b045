package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceIT {
  private static final String DEVICES = "/api/v1/devices";
  private static final String ATTRIBUTES =
      """
      , 'attributes': [
        {'name': 'site', 'type': 'enum', 'options': ['north', 'south'], 'required': true},
        {'name': 'floor', 'type': 'integer', 'min': 0, 'max': 9, 'default': 1}]
      """;
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
  }

  @Test
  void createsADeviceAndTellsWhereItIs() {
    var type = DeviceApi.makeType(admin, ATTRIBUTES);
    var made =
        admin
            .post(
                DEVICES,
                """
                {'externalId': 'a/1 b', 'name': 'Pump', 'deviceTypeId': '%s', 'serialNumber': 'S1',
                 'attributes': {'site': 'north'}, 'tags': ['x'],
                 'location': {'latitude': 52.5, 'longitude': 13.4, 'altitude': 34}}
                """
                    .formatted(type))
            .expect(201);
    assertThat(made.header("Location")).isEqualTo(DEVICES + "/" + made.id());
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    var read = admin.get(DEVICES + "/" + made.id()).expect(200);
    assertThat(read.body()).isEqualTo(made.body());
    assertThat(read.body().at("/status").asText()).isEqualTo("ACTIVE");
    assertThat(read.body().at("/attributes/site").asText()).isEqualTo("north");
    assertThat(read.body().at("/attributes/floor").asInt()).isEqualTo(1);
    assertThat(read.body().at("/location/latitude").asDouble()).isEqualTo(52.5);
    assertThat(read.body().has("tenantId")).isFalse();
    var named = admin.get(DEVICES + "/by-external-id/a%2F1%20b").expect(200);
    assertThat(named.id()).isEqualTo(made.id());
    assertThat(named.header("ETag")).isEqualTo("\"1\"");
    admin.get(DEVICES + "/by-external-id/other").expect(404);
    admin.get(DEVICES + "/" + UUID.randomUUID()).expect(404);
    admin.get(DEVICES + "/17").expect(400);
  }

  @Test
  void refusesWhatDoesNotFit() {
    var type = DeviceApi.makeType(admin, ATTRIBUTES);
    refused(type, "'attributes': {'site': 'west'}", "/attributes/site");
    refused(type, "'attributes': {'floor': 1}", "/attributes/site");
    refused(type, "'attributes': {'site': 'north', 'floor': 10}", "/attributes/floor");
    refused(type, "'attributes': {'site': 'north', 'colour': 'red'}", "/attributes/colour");
    refused(type, "'location': {'latitude': 91, 'longitude': 0}", "/location/latitude");
    refused(type, "'location': {'latitude': 9}", "/location/longitude");
    refused(type, "'tags': ['']", "/tags/0");
    refused(type, "'status': 'BROKEN'", "/status");
    refused(type, "'status': 'RETIRED'", "/status");
    refused(type, "'colour': 'red'", "/colour");
    var unknown =
        admin
            .post(
                DEVICES,
                "{'externalId': 'a', 'name': 'a', 'deviceTypeId': '%s'}"
                    .formatted(UUID.randomUUID()))
            .expect(422);
    assertThat(unknown.problem()).isEqualTo("unknown-reference");
    assertThat(unknown.body().at("/errors/0/path").asText()).isEqualTo("/deviceTypeId");
    admin.post(DEVICES, "{'externalId': 'a', 'name': 'a', 'deviceTypeId': '17'}").expect(400);
    admin.post(DEVICES, "[").expect(400);
    var device = DEVICES + "/" + DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "any");
    admin.patch(device, "{'attributes': {'n': 1e400}}").expect(422);
    for (var number : List.of("1e99999999999", "-1E-99999999999")) {
      var body = "{'attributes': {'n': %s}}".formatted(number);
      assertThat(admin.patch(device, body).expect(400).problem()).isEqualTo("malformed-json");
      admin.post(device + "/validate-update", body).expect(400);
      admin.post(DEVICES + "/select", body).expect(422);
    }
    admin.delete(device).expect(204);
    assertThat(admin.get(DEVICES).body().path("items")).hasSize(1);
  }

  private void refused(UUID type, String properties, String path) {
    var answer =
        admin
            .post(
                DEVICES,
                "{'externalId': 'a', 'name': 'a', 'deviceTypeId': '%s', %s}"
                    .formatted(type, properties))
            .expect(422);
    assertThat(answer.body().at("/errors").findValuesAsText("path")).as(properties).contains(path);
  }

  @Test
  void takesAnExternalIdOncePerTenantForEver() {
    var type = DeviceApi.makeType(admin);
    var first = DeviceApi.makeDevice(admin, type, "d");
    var second = DeviceApi.makeDevice(admin, type, "e");
    var body = "{'externalId': 'd', 'name': 'x', 'deviceTypeId': '%s'}".formatted(type);
    var taken = admin.post(DEVICES, body).expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/externalId");
    admin.patch(DEVICES + "/" + second, "{'externalId': 'd'}").expect(409);
    admin.put(DEVICES + "/" + second, body).expect(409);
    admin.delete(DEVICES + "/" + first).expect(204);
    admin.post(DEVICES, body).expect(409);
    var other = api.admin(UUID.randomUUID());
    DeviceApi.makeDevice(other, DeviceApi.makeType(other), "d");
  }

  @Test
  void patchesByMerging() {
    var type = DeviceApi.makeType(admin, ATTRIBUTES);
    var path =
        DEVICES
            + "/"
            + admin
                .post(
                    DEVICES,
                    """
                    {'externalId': 'a', 'name': 'a', 'deviceTypeId': '%s', 'serialNumber': 'S1',
                     'attributes': {'site': 'north', 'floor': 2}, 'tags': ['x', 'y']}
                    """
                        .formatted(type))
                .id();
    var patched =
        admin
            .patch(
                path,
                "{'serialNumber': null, 'tags': ['z'], 'attributes': {'site': 'south', 'floor': null},"
                    + " 'location': {'latitude': 1, 'longitude': 2}}")
            .expect(200);
    assertThat(patched.header("ETag")).isEqualTo("\"2\"");
    assertThat(patched.body()).isEqualTo(admin.get(path).body());
    assertThat(patched.body().path("serialNumber").isNull()).isTrue();
    assertThat(patched.body().path("tags").toString()).isEqualTo("[\"z\"]");
    assertThat(patched.body().at("/attributes/site").asText()).isEqualTo("south");
    assertThat(patched.body().at("/attributes/floor").asInt()).isEqualTo(1);
    assertThat(patched.body().at("/name").asText()).isEqualTo("a");
    // nothing changed, nothing noted
    assertThat(admin.patch(path, "{}").expect(200).header("ETag")).isEqualTo("\"2\"");
    var name = admin.patch(path, "{'name': null}").expect(422);
    assertThat(name.body().at("/errors/0/path").asText()).isEqualTo("/name");
    var colour = admin.patch(path, "{'colour': 1}").expect(422);
    assertThat(colour.body().at("/errors/0/path").asText()).isEqualTo("/colour");
    admin.patch(path, "{'attributes': {'site': null}}").expect(422);
    admin.patch(path, "[1]").expect(422);
    admin.patch(path, "{").expect(400);
  }

  @Test
  void showsWhatAnotherTypeWouldBreakAndStoresNothing() {
    var type = DeviceApi.makeType(admin, ATTRIBUTES);
    var other =
        DeviceApi.makeType(
            admin,
            """
            , 'attributes': [{'name': 'floor', 'type': 'integer', 'max': 3},
              {'name': 'owner', 'type': 'email', 'required': true},
              {'name': 'kind', 'type': 'text', 'default': 'new'}]
            """);
    var path =
        DEVICES
            + "/"
            + admin
                .post(
                    DEVICES,
                    "{'externalId': 'd', 'name': 'd', 'deviceTypeId': '%s', 'attributes': {'site': 'north', 'floor': 7}}"
                        .formatted(type))
                .expect(201)
                .id();
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "e");
    var moved = "'deviceTypeId': '%s'".formatted(other);
    var preview = admin.post(path + "/validate-update", "{%s}".formatted(moved)).expect(200).body();
    assertThat(preview.path("valid").asBoolean()).isFalse();
    assertThat(preview.path("errors").findValuesAsText("path"))
        .containsExactlyInAnyOrder("/attributes/site", "/attributes/floor", "/attributes/owner");
    // what the preview finds is what the change meets
    var refused = admin.patch(path, "{%s}".formatted(moved)).expect(422);
    assertThat(refused.body().path("errors")).isEqualTo(preview.path("errors"));

    var mended =
        "{%s, 'attributes': {'site': null, 'floor': 3, 'owner': 'a@b.de'}}".formatted(moved);
    var fine = admin.post(path + "/validate-update", mended).expect(200).body();
    assertThat(fine.path("valid").asBoolean()).isTrue();
    assertThat(fine.path("changes").findValuesAsText("path"))
        .contains("/deviceTypeId", "/attributes/site", "/attributes/kind");
    assertThat(admin.get(path).body().path("revision").asInt()).isEqualTo(1);
    assertThat(admin.get(path + "/audit-log").body().path("items")).hasSize(1);
    assertThat(admin.patch(path, mended).expect(200).body().at("/attributes/kind").asText())
        .isEqualTo("new");

    var taken = admin.post(path + "/validate-update", "{'externalId': 'e'}").expect(200).body();
    assertThat(taken.at("/errors/0/path").asText()).isEqualTo("/externalId");
    admin.post(path + "/validate-update", "{'colour': 'red'}").expect(422);
    admin
        .post(path + "/validate-update", "{'deviceTypeId': '%s'}".formatted(UUID.randomUUID()))
        .expect(422);
    api.as(tenant, Roles.ANALYST).post(path + "/validate-update", "{}").expect(403);
    api.admin(UUID.randomUUID()).post(path + "/validate-update", "{}").expect(404);
    admin.delete(path).expect(204);
    admin.post(path + "/validate-update", "{}").expect(409);
  }

  @Test
  void refusesAChangeToAnOlderRevision() {
    var type = DeviceApi.makeType(admin);
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, "a");
    admin.with("If-Match", "\"1\"").patch(path, "{'name': 'b'}").expect(200);
    admin.with("If-Match", "\"1\"").patch(path, "{'name': 'c'}").expect(412);
    var body = "{'externalId': 'a', 'name': 'c', 'deviceTypeId': '%s'}".formatted(type);
    admin.with("If-Match", "\"1\"").put(path, body).expect(412);
    admin.with("If-Match", "\"1\"").delete(path).expect(412);
    admin.with("If-Match", "\"2\"").put(path, body).expect(200);
    assertThat(admin.get(path).body().path("name").asText()).isEqualTo("c");
  }

  @Test
  void goesFromStatusToStatusButNotBackFromRetired() {
    var type = DeviceApi.makeType(admin);
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, "a");
    for (var status : List.of("MAINTENANCE", "INACTIVE", "ACTIVE", "MAINTENANCE", "RETIRED")) {
      var now = admin.patch(path, "{'status': '%s'}".formatted(status)).expect(200);
      assertThat(now.body().path("status").asText()).isEqualTo(status);
    }
    var back = admin.patch(path, "{'status': 'ACTIVE'}").expect(409);
    assertThat(back.problem()).isEqualTo("illegal-step");
    admin
        .put(path, "{'externalId': 'a', 'name': 'b', 'deviceTypeId': '%s'}".formatted(type))
        .expect(409);
    admin.delete(path).expect(204);
    assertThat(admin.get(path).expect(200).body().path("status").asText()).isEqualTo("RETIRED");
  }

  @Test
  void keepsAPatchOfEveryChange() {
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "a");
    admin.patch(path, "{'name': 'b'}").expect(200);
    admin.delete(path).expect(204);
    var log = admin.get(path + "/audit-log").expect(200).body().path("items");
    assertThat(log.findValuesAsText("action")).containsExactly("RETIRED", "UPDATED", "CREATED");
    assertThat(log.at("/1/patch").toString())
        .isEqualTo("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"b\"}]");
    assertThat(log.at("/0/patch/0/path").asText()).isEqualTo("/status");
    admin.get(DEVICES + "/" + UUID.randomUUID() + "/audit-log").expect(404);
  }

  @Test
  void letsEachRoleDoItsOwn() {
    var type = DeviceApi.makeType(admin);
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, "a");
    var body = "{'externalId': 'b', 'name': 'b', 'deviceTypeId': '%s'}".formatted(type);
    api.as(tenant, Roles.OPERATOR).post(DEVICES, body).expect(201);
    api.as(tenant, Roles.OPERATOR).patch(path, "{'name': 'c'}").expect(200);
    var analyst = api.as(tenant, Roles.ANALYST);
    analyst.get(path).expect(200);
    analyst.get(DEVICES).expect(200);
    analyst.post(DEVICES, body).expect(403);
    analyst.put(path, body).expect(403);
    analyst.patch(path, "{}").expect(403);
    analyst.delete(path).expect(403);
    api.service.anonymous().get(path).expect(401);
    api.service(tenant).post(DEVICES, body).expect(403);
  }

  @Test
  void hidesADeviceFromOtherTenants() {
    var type = DeviceApi.makeType(admin);
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, "a");
    var other = api.admin(UUID.randomUUID());
    var body = "{'externalId': 'a', 'name': 'b', 'deviceTypeId': '%s'}".formatted(type);
    other.get(path).expect(404);
    other.get(DEVICES + "/by-external-id/a").expect(404);
    other.put(path, body).expect(404);
    other.patch(path, "{}").expect(404);
    other.delete(path).expect(404);
    // nor does it make a device of another's type
    other.post(DEVICES, body).expect(422);
  }
}
