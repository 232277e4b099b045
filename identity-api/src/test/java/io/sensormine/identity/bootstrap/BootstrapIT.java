package io.sensormine.identity.bootstrap;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.TestDatabases;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapIT {
  @Test
  void makesTheFirstPlatformAdminAndNoSecond() {
    try (var database = TestDatabases.config()) {
      var absent = Map.of("SENSORMINE_BOOTSTRAP_EMAIL", "", "SENSORMINE_BOOTSTRAP_PASSWORD", "");
      try (var service = IdentityUnderTest.start(database, absent)) {
        login(service, ADMIN_EMAIL, ADMIN_PASSWORD, 401);
      }
      try (var service = IdentityUnderTest.start(database, Map.of())) {
        login(service, ADMIN_EMAIL, ADMIN_PASSWORD, 200);
      }
      var other =
          Map.of(
              "SENSORMINE_BOOTSTRAP_EMAIL", "second@example.com",
              "SENSORMINE_BOOTSTRAP_PASSWORD", "another long password");
      try (var service = IdentityUnderTest.start(database, other)) {
        login(service, ADMIN_EMAIL, ADMIN_PASSWORD, 200);
        login(service, "second@example.com", "another long password", 401);
      }
    }
  }

  @Test
  void refusesToStartWithAPasswordThatIsTooWeakOrHalfOfIt() {
    try (var database = TestDatabases.config()) {
      refuses(database, Map.of("SENSORMINE_BOOTSTRAP_PASSWORD", "elevenchars"), "12 characters");
      refuses(database, Map.of("SENSORMINE_BOOTSTRAP_PASSWORD", "password1234"), "attackers");
      refuses(database, Map.of("SENSORMINE_BOOTSTRAP_PASSWORD", ""), "or neither");
      refuses(database, Map.of("SENSORMINE_BOOTSTRAP_EMAIL", "root"), "no e-mail address");
    }
  }

  private static void refuses(
      io.sensormine.local.TestDatabase database, Map<String, String> environment, String why) {
    assertThatThrownBy(() -> IdentityUnderTest.start(database, environment).close())
        .hasMessageContaining("SENSORMINE_BOOTSTRAP_")
        .hasMessageContaining(why)
        .satisfies(refused ->
            assertThat(refused.getMessage())
                .doesNotContain("elevenchars")
                .doesNotContain("password1234"));
  }

  private static void login(RunningService service, String email, String password, int status) {
    service
        .anonymous()
        .post(
            "/api/v1/auth/login",
            "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password))
        .expect(status);
  }
}
