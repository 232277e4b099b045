package io.sensormine.kit.crosstenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever acts for a tenant that is not their own is on record before it is done. */
class CrossTenantFilterTest {
  private static final String THINGS = "/api/v1/things";
  private static final String BODY = "{'name': 'a'}";
  private static final StandInIdentity IDENTITY = StandInIdentity.start();

  private static final RunningService SERVICE =
      RunningService.start("probe", IDENTITY.environment());

  private final UUID tenant = UUID.randomUUID();
  private final UUID admin = UUID.randomUUID();
  private final Http platform =
      SERVICE.http(IDENTITY.tokenOf(admin, 0, null, Roles.PLATFORM_ADMIN)).forTenant(tenant);

  @AfterAll
  static void stop() {
    SERVICE.close();
    IDENTITY.close();
  }

  @Test
  void putsEveryWriteOfAPlatformAdminOnRecord() {
    platform.post(THINGS, BODY).expect(200);
    platform.post(THINGS + "?colour=red", BODY).expect(400);
    assertThat(acts()).hasSize(2);
    var act = acts().getFirst();
    assertThat(act.path("actor").asText()).isEqualTo(admin.toString());
    assertThat(act.path("method").asText()).isEqualTo("POST");
    assertThat(act.path("path").asText()).isEqualTo(THINGS);
    assertThat(act.path("routine").asBoolean()).isFalse();
    assertThat(acts().toString()).doesNotContain("colour").doesNotContain("'a'");
  }

  @Test
  void tellsTheSameReadOnceAMinute() {
    var one = THINGS + "/" + UUID.randomUUID();
    var other = THINGS + "/" + UUID.randomUUID();
    platform.get(one).expect(200);
    platform.get(one).expect(200);
    platform.get(other).expect(200);
    assertThat(acts()).extracting(act -> act.path("path").asText()).containsExactly(one, other);
  }

  @Test
  void answers404ForATenantThatIsNotThereWhateverIsAsked() {
    IDENTITY.forget(tenant);
    assertThat(platform.post(THINGS, BODY).expect(404).problem()).isEqualTo("not-found");
    platform.post(THINGS, "{'colour': 'refused if it were read'}").expect(404);
    platform.get(THINGS + "/" + UUID.randomUUID()).expect(404);
    assertThat(acts()).isEmpty();
  }

  @Test
  void writesNothingForATenantThatIsBeingErased() {
    IDENTITY.beginErasing(tenant);
    var refused = platform.post(THINGS, BODY).expect(409);
    assertThat(refused.problem()).isEqualTo("conflict");
    assertThat(refused.body().path("detail").asText()).contains("being erased");
    assertThat(refused.text()).doesNotContain("identity-api");
    platform.get(THINGS + "/" + UUID.randomUUID()).expect(200);
    assertThat(acts()).hasSize(1);
  }

  @Test
  void doesNothingThatCannotBePutOnRecord() {
    var read = THINGS + "/" + UUID.randomUUID();
    platform.get(read).expect(200);
    IDENTITY.away(true);
    try {
      var refused = platform.post(THINGS, BODY).expect(503);
      assertThat(refused.problem()).isEqualTo("dependency-unavailable");
      assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
      platform.get(THINGS + "/" + UUID.randomUUID()).expect(503);
      platform.get(read).expect(200);
      var own = SERVICE.http(IDENTITY.token(tenant, Roles.TENANT_ADMIN));
      own.post(THINGS, BODY).expect(200);
    } finally {
      IDENTITY.away(false);
    }
    platform.post(THINGS, BODY).expect(200);
    assertThat(acts()).hasSize(2);
  }

  @Test
  void putsNothingOnRecordThatIsRefusedOrATenantsOwn() {
    platform.get("/api/v1/missing").expect(403);
    platform.get("/api/v1/nowhere").expect(404);
    SERVICE.http(IDENTITY.token(tenant, Roles.TENANT_ADMIN)).post(THINGS, BODY).expect(200);
    SERVICE
        .http(IDENTITY.token(tenant, Roles.TENANT_ADMIN))
        .forTenant(tenant)
        .post(THINGS, BODY)
        .expect(403);
    assertThat(acts()).isEmpty();
  }

  @Test
  void tellsOfAServicesWorkOnceForATenant() {
    var worker = SERVICE.http(IDENTITY.serviceToken()).forTenant(tenant);
    for (int i = 0; i < 5; i++) {
      worker.get(THINGS + "/" + UUID.randomUUID()).expect(200);
    }
    Deadline.within(Duration.ofSeconds(30), () -> !acts().isEmpty());
    worker.get(THINGS + "/" + UUID.randomUUID()).expect(200);
    assertThat(acts()).hasSize(1);
    assertThat(acts().getFirst().path("actor").asText()).isEqualTo("a-service");
    assertThat(acts().getFirst().path("routine").asBoolean()).isTrue();
  }

  private List<JsonNode> acts() {
    return IDENTITY.acts().stream()
        .filter(act -> act.path("tenantId").asText().equals(tenant.toString()))
        .toList();
  }
}
