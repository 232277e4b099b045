package io.sensormine.ingestion.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.kit.testing.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database is there, and somebody has locked what a message is to be written to. */
class MqttHinderedIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Instant LONG_AGO = Instant.parse("2023-11-14T22:13:20Z");

  private final UUID tenant = UUID.randomUUID();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @AutoClose
  private final MqttIngestion mqtt =
      MqttIngestion.start(Map.of("SENSORMINE_INGESTION_COUNTERS_INTERVAL", "PT1H"));

  private DeviceSelection.Item device;
  private Mqtt5AsyncClient client;

  @BeforeEach
  void start() {
    device = mqtt.device(tenant, "pump");
    var connecting = mqtt.mqtt5("pump", mqtt.credential(tenant, device), "hindered");
    connecting.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
    client = connecting.toAsync();
    // so that the chunks are there, which only one transaction at a time may make
    publish(message(LONG_AGO.minusMillis(1), 1)).join();
    publish(message(now.minusMillis(1), 3)).join();
  }

  private CompletableFuture<Mqtt5PublishResult> publish(String payload) {
    return client
        .publishWith()
        .topic("sensormine/v1/telemetry")
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(payload.getBytes(UTF_8))
        .send();
  }

  private static String message(Instant time, int value) {
    return "{\"time\": \"%s\", \"v\": %d}".formatted(time, value);
  }

  /** Holds the row of that time, until it is rolled back. */
  private Connection rival(Instant time) throws SQLException {
    var rival = mqtt.ingestion().database().adminConnection();
    rival.setAutoCommit(false);
    try (var statement = rival.createStatement()) {
      statement.execute(
          """
          INSERT INTO telemetry.telemetry
            (tenant_id, device_id, time, schema_version_id, fields, received_at)
          VALUES ('%s', '%s', '%s', '%s', '{}', now())
          """
              .formatted(tenant, device.id(), time, new UUID(0, 0)));
    }
    return rival;
  }

  /** What a statement of SQL says of each connection that waits for the rival. */
  private List<String> blocked(String what) {
    return mqtt.ingestion()
        .query(
            "SELECT %s FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                .formatted(what));
  }

  private void awaitBlocked() {
    Deadline.within(SOON, "one waits for the rival", () -> !blocked("pid").isEmpty());
  }

  @Test
  void triesAgainWhatIsCancelled() throws Exception {
    triesAgain(() -> blocked("pg_cancel_backend(pid)"));
  }

  @Test
  void triesAgainWhatWaitsForALockForTooLong() throws Exception {
    mqtt.ingestion()
        .execute(
            "ALTER ROLE telemetry_writer IN DATABASE \"%s\" SET lock_timeout = '500ms'"
                .formatted(mqtt.ingestion().database().name()));
    // connections that there are have not heard of it
    mqtt.ingestion().proxy().cut();
    mqtt.ingestion().proxy().mend();
    // the pool looks after half a second whether a connection is alive, before it hands it out
    Thread.sleep(600);
    triesAgain(() -> {});
  }

  private void triesAgain(Runnable hinder) throws Exception {
    CompletableFuture<Mqtt5PublishResult> waiting;
    try (var rival = rival(LONG_AGO)) {
      waiting = publish(message(LONG_AGO, 2));
      awaitBlocked();
      hinder.run();
      Deadline.within(SOON, "it waits no more", () -> blocked("pid").isEmpty());
      assertThat(waiting).isNotDone();
      rival.rollback();
    }
    assertThat(waiting.get(SOON.toSeconds(), SECONDS).getError()).isEmpty();
    assertThat(client.getState().isConnected()).isTrue();
    assertThat(mqtt.ingestion().fields(device.id()))
        .containsExactly("{\"v\": 1}", "{\"v\": 2}", "{\"v\": 3}");
    assertThat(counted()).isEqualTo("3 0");
  }

  @Test
  void countsOnceWhatIsCommittedOfAPublishBeforeTheDatabaseGoesAway() throws Exception {
    CompletableFuture<Mqtt5PublishResult> waiting;
    try (var rival = rival(LONG_AGO)) {
      // what is old is written apart from what is of now
      waiting = publish("[%s,%s]".formatted(message(LONG_AGO, 2), message(now, 4)));
      Deadline.within(SOON, "the one of now is committed", () -> counted().equals("3 0"));
      awaitBlocked();
      mqtt.ingestion().proxy().cut();
      Deadline.within(SOON, "cut off", () -> !client.getState().isConnected());
      assertThat(waiting).isNotDone();
      assertThat(counted()).isEqualTo("3 0");
      rival.rollback();
    }
    mqtt.ingestion().proxy().mend();
    Deadline.within(
        SOON,
        "delivered again",
        () -> {
          if (!client.getState().isConnectedOrReconnect()) {
            client.toBlocking().connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
          }
          return waiting.isDone();
        });
    assertThat(waiting.join().getError()).isEmpty();
    assertThat(mqtt.ingestion().fields(device.id()))
        .containsExactly("{\"v\": 1}", "{\"v\": 2}", "{\"v\": 3}", "{\"v\": 4}");
    // the old one was with the database as a whole, and committed while nobody could hear of it
    assertThat(counted()).isEqualTo("4 2");
  }

  /** Messages that were accepted, and duplicates. */
  private String counted() {
    return mqtt.ingestion()
        .query(
            """
            SELECT coalesce(sum(a), 0) || ' ' || coalesce(sum(d), 0)
            FROM telemetry.ingestion_deltas, unnest(accepted, duplicates) AS counted (a, d)
            WHERE tenant_id = '%s'
            """
                .formatted(tenant))
        .getFirst();
  }
}
