package io.sensormine.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.testing.StandInDeviceApi;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.kit.testing.TlsDatabase;
import io.sensormine.local.Purpose;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations and writers over TLS, to a time-series database that takes nothing else. */
class DatabaseTlsIT {
  private static TlsDatabase database;
  private static StandInIdentity identity;
  private static StandInDeviceApi deviceApi;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    database = TlsDatabase.start(directory, Purpose.TIMESERIES);
    identity = StandInIdentity.start();
    deviceApi = new StandInDeviceApi();
  }

  @AfterAll
  static void stop() {
    deviceApi.close();
    identity.close();
    database.close();
  }

  private static RunningService start(String url) {
    var environment = new HashMap<>(database.database().environment());
    environment.putAll(identity.environment());
    environment.put("SENSORMINE_DEVICE_URL", deviceApi.url());
    environment.put("SENSORMINE_TIMESERIES_URL", url);
    return RunningService.start("ingestion-service", environment);
  }

  @Test
  void migratesAndWritesOverTls() throws SQLException {
    var tenant = UUID.randomUUID();
    deviceApi.device(tenant, "pump", deviceApi.type(tenant));
    try (var service = start(database.url(database.ours()))) {
      service
          .http(deviceApi.credential(tenant, null))
          .post("/api/v1/gateway/telemetry", "{'device': 'pump', 'fields': {'a': 1}}")
          .expect(200);
      assertThat(database.sessions("usename = 'telemetry_writer' AND ssl")).isPositive();
      assertThat(database.sessions("usename LIKE 'telemetry%' AND NOT ssl")).isZero();
    }
  }

  @Test
  void saysNothingToADatabaseOfAnUnknownAuthority() {
    assertThatThrownBy(() -> start(database.url(database.theirs())).close())
        .hasStackTraceContaining("PKIX path building failed");
  }

  @Test
  void isRefusedInTheClear() {
    assertThatThrownBy(() -> start(database.urlInTheClear()).close())
        .hasStackTraceContaining("no encryption");
  }
}
