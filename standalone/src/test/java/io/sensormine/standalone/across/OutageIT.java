package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.standalone.home.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service that is away makes a clear refusal of what needs it, and of nothing else. */
class OutageIT {
  private static Platform platform;
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    platform = Platform.start();
    tenant = platform.newTenant();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void writesNothingWhileTheRegistryIsAway() throws SQLException {
    var schema = tenant.schema("outage", Tenant.DEFINITION);
    var devices = tenant.admin(Service.DEVICE);
    var body =
        """
        {"name": "Unchecked", "protocol": "HTTP", "schemaId": "%s",
         "schemaVersionPolicy": "LATEST_ACTIVE", "attributes": [], "tags": []}\
        """
            .formatted(schema);
    platform.stop(Service.REGISTRY);
    try {
      var refused = devices.post("/api/v1/device-types", body).expect(503);
      assertThat(refused.problem()).isEqualTo("dependency-unavailable");
      assertThat(Long.parseLong(refused.header("Retry-After"))).isPositive();
      assertThat(deviceTypesNamed("Unchecked")).isZero();
    } finally {
      platform.start(Service.REGISTRY);
    }
    devices.post("/api/v1/device-types", body).expect(201);
  }

  @Test
  void takesTelemetryFromAKnownDeviceWhileTheRegistryAndDeviceApiAreAway() {
    var type = tenant.deviceType("Known", tenant.schema("known", Tenant.DEFINITION));
    var credential = tenant.credential(tenant.device("known-1", type));
    var unknown = tenant.credential(tenant.device("known-2", type));
    var device = platform.http(Service.INGESTION, credential);
    device.post("/api/v1/telemetry", "{\"temperature\": 1}").expect(200);
    platform.stop(Service.REGISTRY);
    platform.stop(Service.DEVICE);
    try {
      device.post("/api/v1/telemetry", "{\"temperature\": 2}").expect(200);
      platform
          .http(Service.INGESTION, unknown)
          .post("/api/v1/telemetry", "{\"temperature\": 2}")
          .expect(503);
    } finally {
      platform.start(Service.REGISTRY);
      platform.start(Service.DEVICE);
    }
    var deadline = Instant.now().plus(Duration.ofSeconds(30));
    var status = 503;
    while (status == 503 && Instant.now().isBefore(deadline)) {
      status =
          platform
              .http(Service.INGESTION, unknown)
              .post("/api/v1/telemetry", "{\"temperature\": 2}")
              .status();
    }
    assertThat(status).isEqualTo(200);
  }

  private static long deviceTypesNamed(String name) throws SQLException {
    try (var connection = platform.config().adminConnection();
        var query =
            connection.prepareStatement(
                "SELECT count(*) FROM device.device_types WHERE name = ?")) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
