package io.sensormine.kit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a service verifies identity-api's tokens as its keys change, and while it is away. */
class IdentityAwayTest {
  private static final String PATH = "/api/v1/missing";
  private static final UUID TENANT = UUID.randomUUID();

  @Test
  void goesOnVerifyingWhileIdentityIsAway() {
    try (var identity = StandInIdentity.start();
        var service = start(identity, "10m")) {
      // nobody has called yet: the keys are read from the start on
      Deadline.within(
          Duration.ofSeconds(30), "the keys are read", () -> identity.keyReadings() > 0);
      var early = identity.token(TENANT, Roles.TENANT_ADMIN);
      service.http(early).get(PATH).expect(404);
      identity.goAway();
      for (int i = 0; i < 20; i++) {
        service.http(early).get(PATH).expect(404);
        service.http(identity.token(TENANT, Roles.TENANT_ADMIN)).get(PATH).expect(404);
      }
      try (var stranger = StandInIdentity.start()) {
        service.http(stranger.token(TENANT, Roles.TENANT_ADMIN)).get(PATH).expect(401);
      }
    }
  }

  @Test
  void saysWhenItHasGoneOnForTooLong() {
    try (var identity = StandInIdentity.start();
        var service = start(identity, "2s")) {
      var http = service.http(identity.token(TENANT, Roles.TENANT_ADMIN));
      http.get(PATH).expect(404);
      identity.goAway();
      Deadline.within(
          Duration.ofSeconds(30), "the keys are too old", () -> http.get(PATH).status() == 503);
      var answer = http.get(PATH);
      assertThat(answer.problem()).isEqualTo("dependency-unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void doesNotPassAFloodOfUnknownKeysOn() {
    try (var identity = StandInIdentity.start();
        var stranger = StandInIdentity.start();
        var service = RunningService.start("probe", identity.environment())) {
      service.http(identity.token(TENANT, Roles.TENANT_ADMIN)).get(PATH).expect(404);
      var before = identity.keyReadings();
      IntStream.range(0, 100)
          .parallel()
          .forEach(i -> {
            stranger.rotate();
            service.http(stranger.token(TENANT, Roles.TENANT_ADMIN)).get(PATH).expect(401);
          });
      // one every 5 s at most, and one every 30 s in turn
      assertThat(identity.keyReadings() - before).isLessThan(20);
    }
  }

  @Test
  void meetsANewKeyBeforeItIsReadInTurnAndForgetsAnOldOne() {
    try (var identity = StandInIdentity.start();
        var service = start(identity, "10m")) {
      var old = service.http(identity.token(TENANT, Roles.TENANT_ADMIN));
      old.get(PATH).expect(404);
      identity.rotate();
      accepts(service.http(identity.token(TENANT, Roles.TENANT_ADMIN)));
      old.get(PATH).expect(404);
      identity.retireOthers();
      Deadline.within(
          Duration.ofSeconds(30), "the old key is forgotten", () -> old.get(PATH).status() == 401);
    }
  }

  @Test
  void getsANewTokenOfItsOwnOnceTheOldOneIsRefused() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var identity = StandInIdentity.start();
        var service =
            start(
                identity,
                Map.of(
                    "MICRONAUT_SERVER_PORT",
                    Integer.toString(port),
                    "SENSORMINE_DEVICE_URL",
                    "http://127.0.0.1:" + port))) {
      service.http(identity.token(TENANT, Roles.TENANT_ADMIN)).get("/api/v1/relay").expect(200);
      // its own token would be good for four minutes, but for the key
      identity.rotate();
      identity.retireOthers();
      var http = service.http(identity.token(TENANT, Roles.TENANT_ADMIN));
      Deadline.within(
          Duration.ofSeconds(30),
          "the key is ended",
          () -> http.get("/api/v1/relay").status() == 503);
      Deadline.within(
          Duration.ofSeconds(30),
          "it works again",
          () -> http.get("/api/v1/relay").status() == 200);
    }
  }

  private static void accepts(Http http) {
    Deadline.within(
        Duration.ofSeconds(30), "the new key is met", () -> http.get(PATH).status() == 404);
  }

  private static RunningService start(StandInIdentity identity, String staleness) {
    return start(identity, Map.of("SENSORMINE_JWKS_STALENESS", staleness));
  }

  private static RunningService start(StandInIdentity identity, Map<String, String> further) {
    var environment = new HashMap<>(identity.environment());
    environment.putAll(further);
    environment.put("SENSORMINE_JWKS_REFRESH_AFTER", "1s");
    environment.put("SENSORMINE_JWKS_MIN_INTERVAL", "100ms");
    return RunningService.start("probe", environment);
  }
}
