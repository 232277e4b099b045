package io.sensormine.device.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.identity.PendingErasure;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asking that a device be erased; the erasing itself is far off here. */
class ErasureRequestIT {
  private static DeviceApi api;
  private UUID tenant;
  private Http admin;
  private UUID device;
  private String path;

  @BeforeAll
  static void start() {
    api = DeviceApi.start(Map.of("SENSORMINE_ERASURE_INTERVAL", "1h"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aDevice() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    device = DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "d");
    path = "/api/v1/devices/" + device;
    admin.post(path + "/credentials", "{}").expect(201);
  }

  private long filed() {
    return api.identity.erasures().pending().stream()
        .map(PendingErasure::subjectId)
        .filter(device::equals)
        .count();
  }

  private String status() {
    return admin.get(path).expect(200).body().path("status").asText();
  }

  private String revokedAt() {
    return admin.get(path + "/credentials").expect(200).body().at("/items/0/revokedAt").asText();
  }

  @Test
  void retiresTheDeviceAtOnceAndFiles() {
    var answer = admin.delete(path + "?erase=true").expect(202);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/erasures/" + answer.id());
    assertThat(answer.body().path("subjectId").asText()).isEqualTo(device.toString());
    assertThat(status()).isEqualTo("RETIRED");
    assertThat(revokedAt()).isNotEqualTo("null");
    assertThat(api.identity.erasures().pending())
        .filteredOn(erasure -> erasure.subjectId().equals(device))
        .singleElement()
        .satisfies(erasure -> assertThat(erasure.tenantId()).isEqualTo(tenant));
    assertThat(admin.delete(path + "?erase=true").expect(202).id()).isEqualTo(answer.id());
    assertThat(filed()).isEqualTo(1);
  }

  @Test
  void erasesARetiredDeviceToo() {
    admin.delete(path).expect(204);
    assertThat(filed()).isZero();
    admin.delete(path + "?erase=true").expect(202);
    assertThat(filed()).isEqualTo(1);
  }

  @Test
  void onlyRetiresWhereItIsNotAskedToErase() {
    admin.delete(path + "?erase=false").expect(204);
    assertThat(status()).isEqualTo("RETIRED");
    assertThat(filed()).isZero();
    admin.delete(path + "?erase=yes").expect(400);
  }

  @Test
  void retiresWhileIdentityIsAwayAndFilesWhenAskedAgain() {
    api.identity.erasures().away(true);
    try {
      var refused = admin.with("If-Match", "\"1\"").delete(path + "?erase=true").expect(503);
      assertThat(refused.problem()).isEqualTo("dependency-unavailable");
      assertThat(refused.body().path("detail").asText()).contains("is retired", "Repeat");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(status()).isEqualTo("RETIRED");
      assertThat(revokedAt()).isNotEqualTo("null");
      admin.delete(path + "?erase=true").expect(503);
    } finally {
      api.identity.erasures().away(false);
    }
    assertThat(filed()).isZero();
    admin.delete(path + "?erase=true").expect(202);
    assertThat(filed()).isEqualTo(1);
  }

  @Test
  void erasesNothingThatHasChangedSince() {
    admin.with("If-Match", "\"7\"").delete(path + "?erase=true").expect(412);
    assertThat(status()).isEqualTo("ACTIVE");
    assertThat(filed()).isZero();
    admin.with("If-Match", "\"1\"").delete(path + "?erase=true").expect(202);
  }

  @Test
  void isForAdminsOfTheTenant() {
    api.as(tenant, Roles.OPERATOR).delete(path + "?erase=true").expect(403);
    api.as(tenant, Roles.ANALYST).delete(path + "?erase=true").expect(403);
    api.service(tenant).delete(path + "?erase=true").expect(403);
    api.admin(UUID.randomUUID()).delete(path + "?erase=true").expect(404);
    assertThat(status()).isEqualTo("ACTIVE");
    assertThat(filed()).isZero();
    api.as(null, Roles.PLATFORM_ADMIN).forTenant(tenant).delete(path + "?erase=true").expect(202);
    assertThat(filed()).isEqualTo(1);
  }
}
