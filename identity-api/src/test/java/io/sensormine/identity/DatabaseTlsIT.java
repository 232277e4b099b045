package io.sensormine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.TlsDatabase;
import io.sensormine.local.Purpose;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations and pool over TLS, to a database that takes nothing else. */
class DatabaseTlsIT {
  private static TlsDatabase database;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    database = TlsDatabase.start(directory, Purpose.CONFIG);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void migratesAndWorksOverTls() throws SQLException {
    try (var service = start(Map.of("SENSORMINE_CONFIG_URL", database.url(database.ours())))) {
      service.anonymous().get("/health/readiness").expect(200);
      assertThat(database.sessions("usename = 'identity_app' AND ssl")).isPositive();
      assertThat(database.sessions("usename IN ('identity_app', 'identity_owner') AND NOT ssl"))
          .isZero();
    }
  }

  @Test
  void migratesNothingOverAConnectionOfAnUnknownAuthority() {
    var environment = Map.of("SENSORMINE_CONFIG_URL", database.url(database.theirs()));
    assertThatThrownBy(() -> start(environment).close())
        .hasStackTraceContaining("PKIX path building failed");
  }

  @Test
  void asksNothingOverAConnectionOfAnUnknownAuthority() {
    var environment =
        Map.of(
            "SENSORMINE_CONFIG_URL",
            database.url(database.ours()),
            "DATASOURCES_DEFAULT_URL",
            database.url(database.theirs()),
            // nothing is asked while it starts
            "SENSORMINE_BOOTSTRAP_EMAIL",
            "",
            "SENSORMINE_BOOTSTRAP_PASSWORD",
            "");
    assertThatThrownBy(
            () -> {
              try (var service = start(environment)) {
                service.anonymous().get("/health/readiness").expect(200);
              }
            })
        .satisfies(refused ->
            assertThat(refused)
                .satisfiesAnyOf(
                    unready -> assertThat(unready).hasMessageContaining("but was 503"),
                    failed ->
                        assertThat(failed).hasStackTraceContaining("PKIX path building failed")));
  }

  @Test
  void isRefusedInTheClear() {
    var environment = Map.of("SENSORMINE_CONFIG_URL", database.urlInTheClear());
    assertThatThrownBy(() -> start(environment).close()).hasStackTraceContaining("no encryption");
  }

  private static RunningService start(Map<String, String> environment) {
    return IdentityUnderTest.start(database.database(), environment);
  }
}
