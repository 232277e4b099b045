package io.sensormine.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
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
          .contains("scheme: bearer");
    }
  }
}
