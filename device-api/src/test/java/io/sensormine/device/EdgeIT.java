package io.sensormine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EdgeIT {
  @Test
  void servesItsHealthAndItsDocument() {
    try (var api = DeviceApi.start()) {
      var anyone = api.service.anonymous();
      anyone.get("/health/liveness").expect(200);
      anyone.get("/health/readiness").expect(200);
      var document = anyone.get("/openapi.yml").expect(200).text();
      assertThat(document)
          .startsWith("openapi: 3.1")
          .contains("/api/v1/device-types/{id}/audit-log")
          .contains("/api/v1/devices/select")
          .contains("/api/v1/gateway-credentials")
          .contains("/api/v1/internal/credentials/verify")
          .contains("/api/v1/reference-audit")
          .contains("scheme: bearer");
    }
  }

  @Test
  void answers503WhileItsDatabaseIsAwayAndRecoversByItself() throws SQLException {
    try (var api = DeviceApi.start();
        var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      var admin = api.admin(UUID.randomUUID());
      DeviceApi.makeType(admin);
      statement.execute(
          "REVOKE CONNECT ON DATABASE \"%s\" FROM device_app".formatted(api.database.name()));
      statement.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND usename = 'device_app'
          """);
      var away = admin.get("/api/v1/device-types").expect(503);
      assertThat(away.problem()).isEqualTo("database-unavailable");
      assertThat(away.header("Retry-After")).isNotEmpty();
      api.service.anonymous().get("/health/readiness").expect(503);
      api.service.anonymous().get("/health/liveness").expect(200);
      statement.execute(
          "GRANT CONNECT ON DATABASE \"%s\" TO device_app".formatted(api.database.name()));
      assertThat(admin.get("/api/v1/device-types").expect(200).body().path("items")).hasSize(1);
    }
  }
}
