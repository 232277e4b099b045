package io.sensormine.kit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may act no more is refused at a service's edge, soon after identity-api knows. */
class StandingRuleTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final StandInIdentity IDENTITY = StandInIdentity.start();
  private static final String THING = "/api/v1/things/" + UUID.randomUUID();

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = start(Map.of());
  }

  private static RunningService start(Map<String, String> settings) {
    var environment = new HashMap<>(IDENTITY.environment());
    environment.put("SENSORMINE_IDENTITY_MEMORY_REFRESH_INTERVAL", "PT0.1S");
    environment.putAll(settings);
    return RunningService.start("probe", environment);
  }

  @AfterAll
  static void stop() {
    service.close();
    IDENTITY.close();
  }

  @Test
  void refusesTheUsersOfASuspendedTenantWhateverTheirRole() {
    var tenant = UUID.randomUUID();
    var admin = service.http(IDENTITY.token(tenant, Roles.TENANT_ADMIN));
    var analyst = service.http(IDENTITY.token(tenant, Roles.ANALYST));
    var platform = service.http(IDENTITY.token(null, Roles.PLATFORM_ADMIN));
    admin.get(THING).expect(200);
    analyst.get(THING).expect(403);
    IDENTITY.suspend(tenant);
    becomes(401, admin);
    var refused = admin.get(THING).expect(401);
    assertThat(refused.problem()).isEqualTo("unauthenticated");
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
    analyst.get(THING).expect(401);
    platform.forTenant(tenant).get(THING).expect(200);
    service.http(IDENTITY.serviceToken()).forTenant(tenant).get(THING).expect(200);
    service.http(IDENTITY.token(UUID.randomUUID(), Roles.TENANT_ADMIN)).get(THING).expect(200);
  }

  @Test
  void refusesTheTokensOfAUserThatWereEnded() {
    var tenant = UUID.randomUUID();
    var user = UUID.randomUUID();
    var before = service.http(IDENTITY.tokenOf(user, 0, tenant, Roles.TENANT_ADMIN));
    before.get(THING).expect(200);
    IDENTITY.end(user, 1);
    becomes(401, before);
    service.http(IDENTITY.tokenOf(user, 1, tenant, Roles.TENANT_ADMIN)).get(THING).expect(200);
    service.http(IDENTITY.token(tenant, Roles.TENANT_ADMIN)).get(THING).expect(200);
  }

  @Test
  void letsNobodyThroughWhileNobodyKnows() {
    try (var away = StandInIdentity.start()) {
      away.away(true);
      var environment = new HashMap<>(away.environment());
      try (var unsure = RunningService.start("probe", environment)) {
        var admin = unsure.http(away.token(UUID.randomUUID(), Roles.TENANT_ADMIN));
        var refused = admin.get(THING).expect(503);
        assertThat(refused.problem()).isEqualTo("dependency-unavailable");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
        unsure.anonymous().get("/health/liveness").expect(200);
        away.away(false);
        becomes(200, admin);
      }
    }
  }

  @Test
  void goesOnByTheLastWordWhileIdentityIsAway() {
    try (var identity = StandInIdentity.start();
        var patient = RunningService.start("probe", identity.environment())) {
      var tenant = UUID.randomUUID();
      var suspended = UUID.randomUUID();
      identity.suspend(suspended);
      var admin = patient.http(identity.token(tenant, Roles.TENANT_ADMIN));
      var stopped = patient.http(identity.token(suspended, Roles.TENANT_ADMIN));
      admin.get(THING).expect(200);
      identity.away(true);
      admin.get(THING).expect(200);
      stopped.get(THING).expect(401);
    }
  }

  private static void becomes(int status, Http http) {
    Deadline.within(SOON, () -> http.get(THING).status() == status);
  }
}
