package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceTypeIT {
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
  }

  @Test
  void createsATypeAndTellsWhereItIs() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var made =
        admin
            .post(
                TYPES,
                """
                {"name": "Pump", "description": "turns\\nround", "protocol": "MQTT",
                 "schemaId": "%s", "schemaVersionPolicy": "PINNED", "schemaVersionId": "%s",
                 "attributes": [{"name": "site", "type": "enum", "options": ["north", "south"],
                   "required": true, "default": "north"}],
                 "tags": ["a", "a", "b"], "expectedInterval": "PT60S", "offlineAfter": "PT5M"}
                """
                    .formatted(schema.id(), schema.latestVersion().id()))
            .expect(201);
    assertThat(made.header("Location")).isEqualTo(TYPES + "/" + made.id());
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    var read = admin.get(TYPES + "/" + made.id()).expect(200);
    assertThat(read.body()).isEqualTo(made.body());
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
    assertThat(read.body().at("/expectedInterval").asText()).isEqualTo("PT1M");
    assertThat(read.body().at("/offlineAfter").asText()).isEqualTo("PT5M");
    assertThat(read.body().at("/tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(read.body().at("/attributes/0/default").asText()).isEqualTo("north");
    assertThat(read.body().at("/version").asInt()).isEqualTo(1);
    assertThat(read.body().at("/archived").asBoolean(true)).isFalse();
    assertThat(read.body().has("tenantId")).isFalse();
  }

  @Test
  void refusesWhatMakesNoSense() {
    refused("{'protocol': 'HTTP'}", "/name");
    refused("{'name': 'a', 'protocol': 'CARRIER_PIGEON'}", "/protocol");
    refused("{'name': 'a', 'protocol': 'HTTP', 'colour': 1}", "/colour");
    refused("{'name': 'a', 'protocol': 'HTTP', 'schemaVersionPolicy': 'PINNED'}", "/schemaId");
    refused(
        "{'name': 'a', 'protocol': 'HTTP', 'schemaVersionId': '%s'}".formatted(UUID.randomUUID()),
        "/schemaVersionId");
    refused("{'name': 'a', 'protocol': 'HTTP', 'offlineAfter': 'PT0S'}", "/offlineAfter");
    refused("{'name': 'a', 'protocol': 'HTTP', 'offlineAfter': 'soon'}", "/offlineAfter");
    refused(
        "{'name': 'a', 'protocol': 'HTTP', 'attributes': [{'name': 'x', 'type': 'enum'}]}",
        "/attributes/0/options");
    refused(
        "{'name': 'a', 'protocol': 'HTTP', 'attributes': [{'type': 'text'}]}",
        "/attributes/0/name");
    refused("{\"name\": \"a\\u0000\", \"protocol\": \"HTTP\"}", "/name");
    admin.post(TYPES, "{").expect(400);
  }

  private void refused(String body, String path) {
    var answer = admin.post(TYPES, body).expect(422);
    assertThat(answer.body().at("/errors").findValuesAsText("path")).as(body).contains(path);
  }

  @Test
  void takesANameOnceAmongTheLiving() {
    var body = "{'name': 'Pump', 'protocol': 'HTTP'}";
    var first = admin.post(TYPES, body).expect(201).id();
    var taken = admin.post(TYPES, body).expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/name");
    api.admin(UUID.randomUUID()).post(TYPES, body).expect(201);
    admin.delete(TYPES + "/" + first).expect(204);
    admin.post(TYPES, body).expect(201);
  }

  @Test
  void keepsASnapshotAndAPatchOfEveryChange() {
    var path = TYPES + "/" + admin.post(TYPES, "{'name': 'a', 'protocol': 'HTTP'}").id();
    var changed = admin.put(path, "{'name': 'b', 'protocol': 'HTTP', 'tags': ['x']}").expect(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    // the same again changes nothing
    admin.put(path, "{'name': 'b', 'protocol': 'HTTP', 'tags': ['x']}").expect(200);
    admin.delete(path).expect(204);
    admin.delete(path).expect(204);

    var versions = admin.get(path + "/versions").expect(200).body().path("items");
    assertThat(versions.findValuesAsText("version")).containsExactly("3", "2", "1");
    assertThat(versions.at("/1/snapshot/name").asText()).isEqualTo("b");
    assertThat(versions.at("/0/snapshot/archived").asBoolean()).isTrue();
    assertThat(versions.at("/2/snapshot/name").asText()).isEqualTo("a");

    var log = admin.get(path + "/audit-log").expect(200).body().path("items");
    assertThat(log.findValuesAsText("action")).containsExactly("ARCHIVED", "UPDATED", "CREATED");
    assertThat(log.at("/1/patch").toString())
        .contains("{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"b\"}")
        .contains("/tags/0");
    assertThat(UUID.fromString(log.at("/1/actor").asText())).isNotNull();
    var page = admin.get(path + "/audit-log?limit=2").expect(200).body();
    var rest =
        admin.get(path + "/audit-log?cursor=" + page.path("nextCursor").asText()).expect(200);
    assertThat(rest.body().path("items").findValuesAsText("action")).containsExactly("CREATED");
    var firstVersion = admin.get(path + "/versions?limit=2").expect(200).body().path("nextCursor");
    assertThat(
            admin
                .get(path + "/versions?cursor=" + firstVersion.asText())
                .body()
                .at("/items/0/version")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void refusesAChangeToAnOlderRevision() {
    var path = TYPES + "/" + admin.post(TYPES, "{'name': 'a', 'protocol': 'HTTP'}").id();
    var body = "{'name': 'b', 'protocol': 'HTTP'}";
    admin.with("If-Match", "\"1\"").put(path, body).expect(200);
    var stale = admin.with("If-Match", "\"1\"").put(path, body).expect(412);
    assertThat(stale.problem()).isEqualTo("stale");
    admin.with("If-Match", "\"1\"").delete(path).expect(412);
    admin.with("If-Match", "\"2\"").delete(path).expect(204);
  }

  @Test
  void archivesWhatNoActiveDeviceHas() {
    var id = DeviceApi.makeType(admin);
    var device = DeviceApi.makeDevice(admin, id, "d1");
    var used = admin.delete(TYPES + "/" + id).expect(409);
    assertThat(used.problem()).isEqualTo("in-use");
    admin.patch("/api/v1/devices/" + device, "{'status': 'INACTIVE'}").expect(200);
    admin.delete(TYPES + "/" + id).expect(204);
    assertThat(admin.get(TYPES + "/" + id).expect(200).body().path("archived").asBoolean())
        .isTrue();
    assertThat(admin.get(TYPES).expect(200).body().path("items")).isEmpty();
    var late = admin.put(TYPES + "/" + id, "{'name': 'b', 'protocol': 'HTTP'}").expect(409);
    assertThat(late.problem()).isEqualTo("illegal-step");
    var orphan =
        admin
            .post(
                "/api/v1/devices",
                "{'externalId': 'd2', 'name': 'd', 'deviceTypeId': '%s'}".formatted(id))
            .expect(422);
    assertThat(orphan.body().at("/errors/0/path").asText()).isEqualTo("/deviceTypeId");
    // its devices live on, but none of them becomes ACTIVE again
    admin.patch("/api/v1/devices/" + device, "{'name': 'other'}").expect(200);
    admin.patch("/api/v1/devices/" + device, "{'status': 'ACTIVE'}").expect(422);
  }

  @Test
  void listsByPrefixTagAndProtocolPageByPage() {
    admin.post(TYPES, "{'name': 'Ärger', 'protocol': 'HTTP', 'tags': ['x']}").expect(201);
    admin.post(TYPES, "{'name': 'Pump 1', 'protocol': 'MQTT', 'tags': ['x', 'y']}").expect(201);
    admin.post(TYPES, "{'name': 'pump 2', 'protocol': 'HTTP'}").expect(201);
    assertThat(names("?q=PUMP")).containsExactly("Pump 1", "pump 2");
    assertThat(names("?q=%C3%A4r")).containsExactly("Ärger");
    assertThat(names("?q=ump")).isEmpty();
    assertThat(names("?tag=x")).containsExactly("Ärger", "Pump 1");
    assertThat(names("?tag=x&protocol=MQTT")).containsExactly("Pump 1");
    var first = admin.get(TYPES + "?limit=2").expect(200).body();
    assertThat(first.path("items")).hasSize(2);
    assertThat(names("?limit=2&cursor=" + first.path("nextCursor").asText()))
        .containsExactly("pump 2");
    admin.get(TYPES + "?cursor=nonsense").expect(400);
    admin.get(TYPES + "?limit=0").expect(400);
    admin.get(TYPES + "?protocol=PIGEON").expect(400);
    admin.get(TYPES + "?tag=%00").expect(400);
    admin.get(TYPES + "?name=x").expect(400);
  }

  @Test
  void findsByPrefixWhateverItsLettersTurnIntoInLowerCase() {
    // a sigma is another letter at a word's end, where a text is lowered as Greek is written
    admin.post(TYPES, "{'name': 'ΟΔΟΣΑ', 'protocol': 'LINE_PROTOCOL'}").expect(201);
    for (var q : List.of("ΟΔΟΣ", "οδοσ", "ΟΔΟΣΑ")) {
      assertThat(names("?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8)))
          .containsExactly("ΟΔΟΣΑ");
    }
    assertThat(names("?q=")).hasSize(1);
    admin.get(TYPES + "?q=%00").expect(400);
  }

  private java.util.List<String> names(String query) {
    return admin.get(TYPES + query).expect(200).body().path("items").findValuesAsText("name");
  }

  @Test
  void letsEachRoleDoItsOwn() {
    var path = TYPES + "/" + DeviceApi.makeType(admin);
    var body = "{'name': 'n', 'protocol': 'HTTP'}";
    for (var role : new String[] {Roles.OPERATOR, Roles.ANALYST}) {
      var user = api.as(tenant, role);
      user.get(path).expect(200);
      user.get(TYPES).expect(200);
      user.get(path + "/versions").expect(200);
      user.get(path + "/audit-log").expect(200);
      user.post(TYPES, body).expect(403);
      user.put(path, body).expect(403);
      user.delete(path).expect(403);
    }
    api.service.anonymous().get(path).expect(401);
    api.service.anonymous().post(TYPES, body).expect(401);
    var platform = api.service.http(api.identity.token(null, Roles.PLATFORM_ADMIN));
    platform.get(path).expect(400);
    platform.forTenant(tenant).get(path).expect(200);
    platform.forTenant(tenant).post(TYPES, body).expect(201);
  }

  @Test
  void hidesATypeFromOtherTenants() {
    var path = TYPES + "/" + DeviceApi.makeType(admin);
    var other = api.admin(UUID.randomUUID());
    other.get(path).expect(404);
    other.put(path, "{'name': 'n', 'protocol': 'HTTP'}").expect(404);
    other.delete(path).expect(404);
    other.get(path + "/versions").expect(404);
    other.get(path + "/audit-log").expect(404);
    assertThat(other.get(TYPES).body().path("items")).isEmpty();
    admin.get(TYPES + "/17").expect(400);
  }
}
