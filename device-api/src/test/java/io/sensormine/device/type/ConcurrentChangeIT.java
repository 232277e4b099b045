package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConcurrentChangeIT {
  private static final String TYPES = "/api/v1/device-types/";
  private static DeviceApi api;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static List<Integer> atOnce(List<Callable<Integer>> requests) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Integer>();
      for (var answer : threads.invokeAll(requests)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @Test
  void letsExactlyOneOfManyChangesToTheSameRevisionThrough() throws Exception {
    var admin = api.admin(UUID.randomUUID());
    var path = TYPES + DeviceApi.makeType(admin);
    for (int revision = 1; revision <= 5; revision++) {
      var seen = admin.with("If-Match", "\"" + revision + "\"");
      var requests = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 8; i++) {
        var body = "{'name': 'n-%d-%d', 'protocol': 'HTTP'}".formatted(revision, i);
        requests.add(() -> seen.put(path, body).status());
      }
      var answers = atOnce(requests);
      assertThat(Collections.frequency(answers, 200)).isEqualTo(1);
      assertThat(Collections.frequency(answers, 412)).isEqualTo(7);
    }
    assertThat(admin.get(path).header("ETag")).isEqualTo("\"6\"");
    assertThat(admin.get(path + "/versions").body().path("items").findValuesAsText("version"))
        .containsExactly("6", "5", "4", "3", "2", "1");
    assertThat(admin.get(path + "/audit-log").body().path("items")).hasSize(6);
  }

  @Test
  void letsNoDeviceSlipInThatAChangeWouldBreak() throws Exception {
    for (int round = 0; round < 5; round++) {
      var admin = api.admin(UUID.randomUUID());
      var type = DeviceApi.makeType(admin, ", 'attributes': [{'name': 'n', 'type': 'integer'}]");
      var narrowed =
          "{'name': 'n', 'protocol': 'HTTP', 'attributes': [{'name': 'n', 'type': 'integer', 'max': 5}]}";
      var device =
          "{'externalId': 'd', 'name': 'd', 'deviceTypeId': '%s', 'attributes': {'n': 9}}"
              .formatted(type);
      var answers =
          atOnce(
              List.of(
                  () -> admin.put(TYPES + type, narrowed).status(),
                  () -> admin.post("/api/v1/devices", device).status()));
      // whoever is first decides: the device is there and the change breaks it, or it does not fit
      assertThat(answers).isIn(List.of(200, 422), List.of(409, 201));
    }
  }
}
