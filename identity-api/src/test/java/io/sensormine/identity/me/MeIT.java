package io.sensormine.identity.me;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import org.junit.jupiter.api.Test;

class MeIT {
  private static final String PATH = "/api/v1/me";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void tellsEveryoneWhoTheyAre() {
    var tenant = identity.tenant();
    var user = tenant.http().get(PATH).expect(200).body();
    assertThat(user.path("id").asText()).isEqualTo(tenant.userId().toString());
    assertThat(user.path("email").asText()).isEqualTo(tenant.email());
    assertThat(user.path("displayName").asText()).isEqualTo("Someone");
    assertThat(user.path("tenantId").asText()).isEqualTo(tenant.id().toString());
    assertThat(user.path("roles").toString()).isEqualTo("[\"TENANT_ADMIN\"]");

    var platform = identity.platform().get(PATH).expect(200).body();
    assertThat(platform.path("email").asText()).isEqualTo(ADMIN_EMAIL);
    assertThat(platform.path("tenantId").isNull()).isTrue();

    var service = identity.asService().get(PATH).expect(200).body();
    assertThat(service.path("id").asText()).isEqualTo("device-api");
    identity.anonymous().get(PATH).expect(401);
  }

  @Test
  void knowsNobodyWhoWasDeleted() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, "gone@example.com", "ANALYST");
    user.http().get(PATH).expect(200);
    tenant.http().delete("/api/v1/users/" + user.userId()).expect(204);
    user.http().get(PATH).expect(401);
  }
}
