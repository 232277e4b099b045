package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who guesses credentials harms neither the devices behind the same address nor device-api. */
class StrangersIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String MESSAGE = "{'time': 1700000000, 'fields': {'t': 1}}";
  private static final int GUESSES = 100;

  /** A client of a device that has sent before. */
  private static Http device(Ingestion ingestion) {
    var tenant = UUID.randomUUID();
    var api = ingestion.deviceApi();
    var device = ingestion.device(tenant, api.device(tenant, "pump", api.type(tenant)));
    device.post(TELEMETRY, MESSAGE).expect(200);
    return device;
  }

  private static Http stranger(Ingestion ingestion) {
    return ingestion.service().http(Secrets.next(Secrets.CREDENTIAL_PREFIX));
  }

  private static Ingestion start(String name, String value, String other, String otherValue) {
    // what is asked about a known device and its type is not of interest
    return Ingestion.start(
        Map.of(
            name,
            value,
            other,
            otherValue,
            "SENSORMINE_INGESTION_REFERENCES_FRESH_TYPES",
            "59s",
            "SENSORMINE_INGESTION_REFERENCES_FRESH_CREDENTIALS",
            "59s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {TELEMETRY, "/api/v1/gateway/telemetry"})
  void areRefusedBeforeDeviceApiIsAsked(String path) {
    try (var ingestion =
        start(
            "SENSORMINE_RATES_ADDRESS_PER_SECOND", "1",
            "SENSORMINE_RATES_ADDRESS_BURST", "5")) {
      var device = device(ingestion);
      int asked = ingestion.deviceApi().calls();
      int refused = 0;
      int unknown = 0;
      for (int guess = 0; guess < GUESSES; guess++) {
        var answer = stranger(ingestion).post(path, MESSAGE);
        if (answer.status() == 429) {
          assertThat(answer.problem()).isEqualTo("too-many-requests");
          refused++;
        } else {
          answer.expect(401);
          unknown++;
        }
      }
      assertThat(refused).isPositive();
      assertThat(ingestion.deviceApi().calls() - asked).isEqualTo(unknown);
      device.post(TELEMETRY, MESSAGE).expect(200);
    }
  }

  @Test
  void areAskedAboutFewAtATimeWhileDevicesGoOn() throws Exception {
    try (var ingestion =
            start(
                "SENSORMINE_RATES_ADDRESS_PER_SECOND", "0",
                "SENSORMINE_INGESTION_REFERENCES_MAX_LOOKUPS", "3");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var device = device(ingestion);
      int asked = ingestion.deviceApi().calls();
      var gate = ingestion.deviceApi().hold();
      var flood = new ArrayList<Future<Http.Answer>>();
      for (int guess = 0; guess < GUESSES; guess++) {
        flood.add(threads.submit(() -> stranger(ingestion).post(TELEMETRY, MESSAGE)));
      }
      try {
        Deadline.within(Duration.ofSeconds(30), () -> ingestion.deviceApi().calls() >= asked + 3);
        device.post(TELEMETRY, MESSAGE).expect(200);
      } finally {
        gate.countDown();
      }
      for (var answer : flood) {
        assertThat(answer.get().status()).isIn(401, 503);
      }
      assertThat(ingestion.deviceApi().mostAtATime()).isEqualTo(3);
    }
  }
}
