package io.sensormine.ingestion.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.memory.Age;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A tenant that device-api does not know (any more) has no devices; nothing is away. */
class ErasedTenantIT {
  @AutoClose private static final Ingestion ingestion = Ingestion.start(Map.of());

  private final UUID tenant = UUID.randomUUID();

  @Test
  void hasNoDeviceThatAGatewayMayNameAnyMore() {
    var api = ingestion.deviceApi();
    var pump = api.device(tenant, "pump", api.type(tenant));
    var gateway = ingestion.gateway(tenant);
    api.erase(tenant);
    var answer =
        gateway
            .post(
                "/api/v1/gateway/telemetry",
                "{'device': 'pump', 'time': 1700000000, 'fields': {'t': 1}}")
            .expect(422);
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("unknown-device");
    assertThat(ingestion.rows(pump.id())).isEmpty();
  }

  @Test
  void hasNoDeviceByIdEither() {
    var api = ingestion.deviceApi();
    var pump = api.device(tenant, "pump", api.type(tenant));
    api.erase(tenant);
    var devices = ingestion.service().bean(Devices.class);
    assertThat(devices.byIds(tenant, List.of(pump.id()), Age.RECENT)).isEmpty();
    assertThat(devices.askedNow(tenant, List.of(pump.id()))).isEmpty();
  }
}
