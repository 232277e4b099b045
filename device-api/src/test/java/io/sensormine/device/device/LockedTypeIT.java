package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of devices while a change of their type takes long. */
class LockedTypeIT {
  private static final String DEVICES = "/api/v1/devices";
  private static DeviceApi api;
  private Http admin;
  private UUID type;

  @BeforeAll
  static void start() {
    api =
        DeviceApi.start(
            Map.of(
                "SENSORMINE_DEVICE_LOCK_TIMEOUT", "200ms",
                "SENSORMINE_DEVICE_BULK_CHUNK_DEVICES", "1",
                "SENSORMINE_DEVICE_BULK_PARALLEL_CHUNKS", "1"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    admin = api.admin(UUID.randomUUID());
    type = DeviceApi.makeType(admin);
  }

  /** Keeps a type as a change of it does, until it is closed. */
  private static Connection locked(UUID type) throws SQLException {
    var connection = api.database.adminConnection();
    connection.setAutoCommit(false);
    try (var lock =
        connection.prepareStatement("SELECT FROM device.device_types WHERE id = ? FOR UPDATE")) {
      lock.setObject(1, type);
      lock.execute();
    }
    return connection;
  }

  private static String device(String externalId, UUID type) {
    return "{'externalId': '%s', 'name': 'n', 'deviceTypeId': '%s'}".formatted(externalId, type);
  }

  private static String bulk(String... devices) {
    return "{'devices': [%s]}".formatted(String.join(", ", devices));
  }

  private List<String> externalIds() {
    return admin.get(DEVICES).expect(200).body().path("items").findValuesAsText("externalId");
  }

  private static void assertOverloaded(Http.Answer answer) {
    assertThat(answer.expect(503).problem()).isEqualTo("overloaded");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.body().path("detail").asText()).contains("under way");
  }

  @Test
  void refusesASingleWriteThatWouldWaitTooLong() throws SQLException {
    var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, "a");
    try (var change = locked(type)) {
      assertOverloaded(admin.post(DEVICES, device("b", type)));
      assertOverloaded(admin.put(path, device("c", type)));
      change.rollback();
    }
    assertThat(externalIds()).containsExactly("a");
    admin.put(path, device("c", type)).expect(200);
  }

  @Test
  void tellsWhichRowsOfABulkRequestWereNotStored() throws SQLException {
    var free = DeviceApi.makeType(admin);
    JsonNode answer;
    try (var change = locked(type)) {
      assertOverloaded(admin.post(DEVICES + "/bulk", bulk(device("a", type), device("b", free))));
      answer =
          admin
              .post(DEVICES + "/bulk", bulk(device("c", free), device("d", type)))
              .expect(200)
              .body();
      change.rollback();
    }
    assertThat(answer.path("created").asInt()).isEqualTo(1);
    assertThat(answer.path("failed").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/1/errors/0/path").asText()).isEqualTo("/devices/1");
    assertThat(answer.at("/results/1/errors/0/code").asText()).isEqualTo("overloaded");
    assertThat(externalIds()).containsExactly("c");
  }

  @Test
  void leavesOtherRequestsTheirConnections() throws Exception {
    var other = api.admin(UUID.randomUUID());
    var calls = new ArrayList<Callable<Http.Answer>>();
    for (int i = 0; i < 30; i++) {
      var body = device("d" + i, type);
      calls.add(() -> admin.post(DEVICES, body));
    }
    calls.add(() -> other.get(DEVICES));
    var answers = new ArrayList<Http.Answer>();
    try (var change = locked(type);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      change.rollback();
    }
    answers.removeLast().expect(200);
    assertThat(answers)
        .extracting(Http.Answer::problem)
        .isEqualTo(Collections.nCopies(30, "overloaded"));
  }
}
