package io.sensormine.ingestion.writer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two services, several writers each, on one database and the same rows. */
class SeveralWritersIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";
  private static final Map<String, String> SETTINGS =
      Map.of("SENSORMINE_INGESTION_WRITER_RETRY_FOR", "PT30S");

  /** Of now: what is old has one writer only. */
  private static final long BEGIN = System.currentTimeMillis() / 1_000;

  private static final int ROUNDS = 25;
  private static final int DEVICES = 5;
  private static final int TIMES = 20;

  private static Ingestion ingestion;
  private static RunningService other;

  private final UUID tenant = UUID.randomUUID();
  private final List<DeviceSelection.Item> devices = new ArrayList<>();
  private String credential;

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(SETTINGS);
    ingestion.execute(
        """
        DO $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''3s''', current_database());
        END $$
        """);
    // for connections that are made from now on
    ingestion.proxy().cut();
    ingestion.proxy().mend();
    other = ingestion.another(SETTINGS);
  }

  @AfterAll
  static void stop() {
    other.close();
    ingestion.close();
  }

  @BeforeEach
  void prepare() {
    var api = ingestion.deviceApi();
    var type = api.type(tenant);
    for (int at = 0; at < DEVICES; at++) {
      devices.add(api.device(tenant, "d" + at, type));
    }
    credential = api.credential(tenant, null);
  }

  private Http first() {
    return ingestion.service().http(credential);
  }

  private Http second() {
    return other.http(credential);
  }

  private static String message(int device, int time, String field) {
    return "{'device': 'd%d', 'time': %d, 'fields': {'%s': 1}}"
        .formatted(device, BEGIN + time, field);
  }

  private static List<String> messages(String field) {
    return IntStream.range(0, DEVICES * TIMES)
        .mapToObj(at -> message(at % DEVICES, at / DEVICES, field))
        .toList();
  }

  private static String body(List<String> messages) {
    return messages.stream().collect(joining(",", "[", "]"));
  }

  private static int accepted(Http http, String body) {
    return http.post(GATEWAY, body).expect(200).body().path("accepted").asInt();
  }

  private static int deadlocks() {
    return Integer.parseInt(
        ingestion
            .query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            .getFirst());
  }

  private String counted() {
    return ingestion
        .query(
            """
            SELECT sum(a) || ' ' || sum(coalesce(m, 0)) || ' ' || sum(coalesce(d, 0))
            FROM telemetry.ingestion_deltas, unnest(accepted, merged, duplicates) AS counted (a, m, d)
            WHERE tenant_id = '%s'
            """
                .formatted(tenant))
        .getFirst();
  }

  private static double repeated(RunningService service) {
    return service.meter("sensormine_ingestion_writer_repeated_total");
  }

  @Test
  void loseNothingAndDoNotLockUpWhateverTheOrderOfRows() throws Exception {
    int before = deadlocks();
    var sent = new ArrayList<Future<Integer>>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        var forwards = body(messages("f" + round));
        var backwards = body(messages("b" + round).reversed());
        sent.add(senders.submit(() -> accepted(first(), forwards)));
        sent.add(senders.submit(() -> accepted(second(), backwards)));
        sent.add(senders.submit(() -> accepted(first(), backwards.replace("'b", "'c"))));
      }
    }
    for (var answer : sent) {
      assertThat(answer.get()).isEqualTo(DEVICES * TIMES);
    }
    assertThat(deadlocks()).isEqualTo(before);
    for (var device : devices) {
      assertThat(
              ingestion.query(
                  """
                  SELECT count(*) FROM telemetry.telemetry, jsonb_object_keys(fields)
                  WHERE device_id = '%s' GROUP BY time
                  """
                      .formatted(device.id())))
          .hasSize(TIMES)
          .containsOnly(Integer.toString(3 * ROUNDS));
    }
    int all = 3 * ROUNDS * DEVICES * TIMES;
    assertThat(counted()).isEqualTo("%d %d 0".formatted(all, all - DEVICES * TIMES));
  }

  /** Of a real deadlock, whose victim is the writer: it waits the longer. */
  @Test
  void writeOnceWhatWasTheVictimOfADeadlock() throws Exception {
    first().post(GATEWAY, body(List.of(message(0, 0, "a"), message(0, 1, "a")))).expect(200);
    int deadlocks = deadlocks();
    double repeated = repeated(ingestion.service());
    try (var senders = Executors.newVirtualThreadPerTaskExecutor();
        var rival = ingestion.database().adminConnection()) {
      execute(rival, "SET deadlock_timeout = '60s'");
      rival.setAutoCommit(false);
      lock(rival, 1);
      var answer =
          senders.submit(
              () -> accepted(first(), body(List.of(message(0, 0, "b"), message(0, 1, "b")))));
      Deadline.within(Duration.ofSeconds(20), SeveralWritersIT::aWriterWaits);
      lock(rival, 0);
      rival.rollback();
      assertThat(answer.get()).isEqualTo(2);
    }
    Deadline.within(Duration.ofSeconds(20), () -> deadlocks() == deadlocks + 1);
    assertThat(repeated(ingestion.service())).isGreaterThan(repeated);
    assertThat(counted()).isEqualTo("4 2 0");
    assertThat(ingestion.fields(devices.getFirst().id()))
        .containsExactly("{\"a\": 1, \"b\": 1}", "{\"a\": 1, \"b\": 1}");
  }

  private void lock(Connection rival, int time) throws SQLException {
    execute(
        rival,
        "UPDATE telemetry.telemetry SET received_at = received_at WHERE device_id = '%s' AND time = to_timestamp(%d)"
            .formatted(devices.getFirst().id(), BEGIN + time));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean aWriterWaits() {
    return !ingestion
        .query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                + " AND usename = 'telemetry_writer' AND wait_event_type = 'Lock'")
        .isEmpty();
  }

  /** A sequence counts on through rollbacks, so that only the first attempt fails. */
  @Test
  void writeOnceWhatCouldNotBeSerialized() {
    ingestion.execute(
        """
        CREATE SEQUENCE telemetry.attempts;
        CREATE FUNCTION telemetry.give_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF nextval('telemetry.attempts') = 1 THEN
            RAISE SQLSTATE '40001';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER gives_way BEFORE INSERT ON telemetry.telemetry
          FOR EACH ROW EXECUTE FUNCTION telemetry.give_way()
        """);
    try {
      assertThat(accepted(first(), body(List.of(message(0, 0, "a"), message(0, 1, "a")))))
          .isEqualTo(2);
      assertThat(ingestion.query("SELECT last_value FROM telemetry.attempts")).containsExactly("3");
    } finally {
      ingestion.execute(
          """
          DROP TRIGGER gives_way ON telemetry.telemetry;
          DROP FUNCTION telemetry.give_way();
          DROP SEQUENCE telemetry.attempts
          """);
    }
    assertThat(counted()).isEqualTo("2 0 0");
    assertThat(ingestion.fields(devices.getFirst().id())).hasSize(2);
  }
}
