package io.sensormine.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes between a message and its commit costs nobody else, and is counted once. */
class WrittenOnceIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static Ingestion ingestion;

  private final UUID tenant = UUID.randomUUID();
  private DeviceSelection.Item device;
  private Http gateway;

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of("SENSORMINE_INGESTION_LIMITS_MAX_KEPT_BYTES", "100"));
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  @BeforeEach
  void prepare() {
    device = ingestion.deviceApi().device(tenant, "pump", ingestion.deviceApi().type(tenant));
    gateway = ingestion.gateway(tenant);
    gateway.post(GATEWAY, message(0, "t")).expect(200);
  }

  private static String message(int time, String field) {
    return "{'device': 'pump', 'time': %d, 'fields': {'%s': %d}}"
        .formatted(1_700_000_000 + time, field, time);
  }

  private static String messages(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(time -> message(time, "t"))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String counted() {
    return ingestion
        .query(
            """
            SELECT sum(a) || ' ' || coalesce(sum(d), 0) || ' ' || coalesce(sum(r), 0)
            FROM telemetry.ingestion_deltas, unnest(accepted, duplicates, rejected) AS counted (a, d, r)
            WHERE tenant_id = '%s'
            """
                .formatted(tenant))
        .getFirst();
  }

  @Test
  void answersACommitOnceWhoseAnswerWasLost() {
    ingestion.proxy().loseCommits(1);
    var answer = gateway.post(GATEWAY, messages(10, 15)).expect(200).body();
    assertThat(ingestion.proxy().hasLostCommits()).isTrue();
    assertThat(answer.path("accepted").asInt()).isEqualTo(5);
    assertThat(answer.path("duplicates").asInt()).isZero();
    assertThat(ingestion.fields(device.id())).hasSize(6);
    assertThat(counted()).isEqualTo("6 0 0");
  }

  @Test
  void keepsARefusedMessageOnceToo() {
    ingestion.proxy().loseCommits(1);
    var body = messages(20, 22).replace("]", ",{'device': 'pump', 'time': 'never', 'fields': {}}]");
    var answer = gateway.post(GATEWAY, body).expect(200).body();
    assertThat(answer.path("accepted").asInt()).isEqualTo(2);
    assertThat(answer.path("rejected").asInt()).isEqualTo(1);
    ingestion.proxy().loseCommits(1);
    gateway.post(GATEWAY, "{'device': 'pump', 'time': 'never', 'fields': {}}").expect(422);
    assertThat(ingestion.proxy().hasLostCommits()).isTrue();
    assertThat(counted()).isEqualTo("3 0 2");
    assertThat(
            ingestion.query(
                "SELECT code FROM telemetry.rejected_messages WHERE device_id = '%s'"
                    .formatted(device.id())))
        .containsExactly("time-invalid", "time-invalid");
  }

  @Test
  void losesOneMessageToTheDatabasesRefusalOfOne() throws Exception {
    ingestion.execute(
        "ALTER TABLE telemetry.telemetry ADD CONSTRAINT ck_telemetry_test"
            + " CHECK (NOT fields ? 'poison')");
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> accepted = new ArrayList<>();
      for (int sender = 1; sender <= 8; sender++) {
        var body = messages(sender * 100, sender * 100 + 50);
        accepted.add(
            senders.submit(
                () -> gateway.post(GATEWAY, body).expect(200).body().path("accepted").asInt()));
      }
      var poisoned =
          messages(1_000, 1_030).replace("]", ",")
              + message(1_030, "poison")
              + ","
              + messages(1_031, 1_040).substring(1);
      var answer = gateway.post(GATEWAY, poisoned).expect(200).body();
      assertThat(answer.path("accepted").asInt()).isEqualTo(39);
      assertThat(answer.path("rejected").asInt()).isEqualTo(1);
      var error = answer.path("errors").path(0);
      assertThat(error.path("index").asInt()).isEqualTo(30);
      assertThat(error.path("code").asText()).isEqualTo("text-not-storable");
      for (var each : accepted) {
        assertThat(each.get()).isEqualTo(50);
      }
    } finally {
      ingestion.execute("ALTER TABLE telemetry.telemetry DROP CONSTRAINT ck_telemetry_test");
    }
    assertThat(ingestion.fields(device.id())).hasSize(1 + 8 * 50 + 39);
    assertThat(counted()).isEqualTo("440 0 1");
    assertThat(
            ingestion.query(
                "SELECT code || ' ' || convert_from(payload, 'UTF8') FROM"
                    + " telemetry.rejected_messages WHERE device_id = '%s'".formatted(device.id())))
        .containsExactly(
            "text-not-storable {\"time\":\"2023-11-14T22:30:30Z\",\"fields\":{\"poison\":1030}}");
  }

  @Test
  void keepsNoMoreOfWhatTheDatabaseRefusesThanOfOtherMessages() {
    ingestion.execute(
        "ALTER TABLE telemetry.telemetry ADD CONSTRAINT ck_telemetry_test"
            + " CHECK (NOT fields ? 'poison')");
    try {
      var note = "x".repeat(1_000);
      var poisoned = message(1, "poison").replace("}}", ", 'note': '%s'}}".formatted(note));
      gateway.post(GATEWAY, poisoned).expect(422);
    } finally {
      ingestion.execute("ALTER TABLE telemetry.telemetry DROP CONSTRAINT ck_telemetry_test");
    }
    assertThat(
            ingestion.query(
                "SELECT length(payload) || ' ' || (payload_bytes > 1000) FROM"
                    + " telemetry.rejected_messages WHERE device_id = '%s'".formatted(device.id())))
        .containsExactly("100 true");
  }

  @Test
  void writesWhatIsOldApartAndTellsInOrder() {
    var body =
        "[{'device': 'pump', 'time': %1$d, 'fields': {'a': 1}},"
                .formatted(System.currentTimeMillis() / 1_000)
            + "{'device': 'pump', 'time': 1600000000, 'fields': {'a': 2}},"
            + "{'device': 'pump', 'time': 'never', 'fields': {'a': 3}},"
            + "{'device': 'pump', 'time': 1700000000, 'fields': {'t': 0}},"
            + "{'device': 'pump', 'time': 1600000000, 'fields': {'a': 4}}]";
    var answer = gateway.post(GATEWAY, body).expect(200).body();
    assertThat(answer.path("received").asInt()).isEqualTo(5);
    assertThat(answer.path("accepted").asInt()).isEqualTo(2);
    // one changed nothing, the other was superseded
    assertThat(answer.path("duplicates").asInt()).isEqualTo(2);
    assertThat(answer.path("errors").path(0).path("index").asInt()).isEqualTo(2);
    assertThat(ingestion.fields(device.id()))
        .containsExactly("{\"a\": 4}", "{\"t\": 0}", "{\"a\": 1}");
    assertThat(counted()).isEqualTo("3 2 1");
  }
}
