package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.standalone.home.Service;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One tenant's things do not exist for another. */
class TenantIsolationIT {
  private static Platform platform;
  private static Tenant ours;
  private static Tenant theirs;
  private static UUID schema;
  private static UUID type;
  private static UUID device;

  @BeforeAll
  static void start() {
    platform = Platform.start();
    ours = platform.newTenant();
    theirs = platform.newTenant();
    schema = ours.schema("ours", Tenant.DEFINITION);
    type = ours.deviceType("Ours", schema);
    device = ours.device("ours-1", type);
    platform
        .http(Service.INGESTION, ours.credential(device))
        .post("/api/v1/telemetry", "{\"temperature\": 70}")
        .expect(200);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void answers404ToAnotherTenantsIds() {
    var registry = theirs.admin(Service.REGISTRY);
    var devices = theirs.admin(Service.DEVICE);
    registry.get("/api/v1/schemas/" + schema).expect(404);
    registry.get("/api/v1/schemas/" + schema + "/versions/1").expect(404);
    registry.post("/api/v1/schemas/" + schema + "/versions/1/activate", "{}").expect(404);
    devices.get("/api/v1/device-types/" + type).expect(404);
    devices.get("/api/v1/devices/" + device).expect(404);
    devices.get("/api/v1/devices/by-external-id/ours-1").expect(404);
    devices.delete("/api/v1/devices/" + device).expect(404);
    devices.post("/api/v1/devices/" + device + "/credentials", "{}").expect(404);
    ours.admin(Service.DEVICE).get("/api/v1/devices/" + device).expect(200);
  }

  @Test
  void takesAnotherTenantsIdsForUnknownReferences() {
    var devices = theirs.admin(Service.DEVICE);
    var withTheirSchema =
        """
        {"name": "Stolen", "protocol": "HTTP", "schemaId": "%s",
         "schemaVersionPolicy": "LATEST_ACTIVE", "attributes": [], "tags": []}\
        """
            .formatted(schema);
    devices.post("/api/v1/device-types", withTheirSchema).expect(422);
    devices
        .post(
            "/api/v1/devices",
            "{\"externalId\": \"x\", \"name\": \"x\", \"deviceTypeId\": \"%s\"}".formatted(type))
        .expect(422);
  }

  @Test
  void listsNothingOfAnotherTenant() {
    for (var list :
        List.of(
            theirs.admin(Service.REGISTRY).get("/api/v1/schemas"),
            theirs.admin(Service.DEVICE).get("/api/v1/device-types"),
            theirs.admin(Service.DEVICE).get("/api/v1/devices"))) {
      assertThat(list.expect(200).body().path("items")).isEmpty();
    }
  }

  @Test
  void answersNoQueryAboutAnotherTenantsDevices() {
    var series =
        """
        {"devices": {"ids": ["%s"]}, "fields": ["temperature"], "from": "2020-01-01T00:00:00Z",
         "to": "2030-01-01T00:00:00Z", "bucket": "1y"}\
        """
            .formatted(device);
    var query = theirs.admin(Service.QUERY);
    assertThat(query.post("/api/v1/query/series", series).expect(422).problem())
        .isEqualTo("unknown-device");
    query
        .post("/api/v1/query/latest", "{\"devices\": {\"ids\": [\"%s\"]}}".formatted(device))
        .expect(422);
    ours.admin(Service.QUERY).post("/api/v1/query/series", series).expect(200);
  }

  @Test
  void letsOnlyAPlatformAdminNameATenant() {
    var devices = theirs.admin(Service.DEVICE);
    devices.forTenant(ours.id()).get("/api/v1/devices").expect(403);
    var platformAdmin = platform.http(Service.DEVICE, platform.platformToken());
    platformAdmin.get("/api/v1/devices").expect(400);
    assertThat(platformAdmin.forTenant(ours.id()).get("/api/v1/devices").body().path("items"))
        .hasSize(1);
  }
}
