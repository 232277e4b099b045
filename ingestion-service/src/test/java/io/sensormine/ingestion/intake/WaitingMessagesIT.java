package io.sensormine.ingestion.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.event.EventIntake;
import io.sensormine.ingestion.message.MessageSplitter;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages that wait for their commit take little memory, whatever they said. */
class WaitingMessagesIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(Map.of("SENSORMINE_DATABASE_STATEMENT_TIMEOUT", "PT25S"));

  private final UUID tenant = UUID.randomUUID();
  private final UUID device =
      ingestion.deviceApi().device(tenant, "pump", ingestion.deviceApi().type(tenant)).id();

  @Test
  void areLetGoOfOnceTheyAreJudged() throws Exception {
    var intake = ingestion.service().bean(Intake.class);
    var results =
        heldUp(
            "telemetry.telemetry",
            "[{'device': 'pump', 'time': 1, 'fields': {'t': 1}}, {'device': 'none', 'time': 1}]",
            intake::take);
    assertThat(results)
        .hasSize(2)
        .hasExactlyElementsOfTypes(Result.Accepted.class, Result.Rejected.class);
    assertThat(ingestion.fields(device)).containsExactly("{\"t\": 1}");
    assertThat(letters()).containsExactly("{\"device\": \"none\", \"time\": 1}");
  }

  @Test
  void areLetGoOfWhereTheyAreEvents() throws Exception {
    var intake = ingestion.service().bean(EventIntake.class);
    var results =
        heldUp(
            "telemetry.events",
            "[{'device': 'pump', 'time': 1, 'type': 'on', 'severity': 'INFO'}, {'device': 'none'}]",
            intake::take);
    assertThat(results).hasExactlyElementsOfTypes(Result.Accepted.class, Result.Rejected.class);
    assertThat(letters()).containsExactly("{\"device\": \"none\"}");
  }

  private List<String> letters() {
    return ingestion.query(
        "SELECT convert_from(payload, 'UTF8') FROM telemetry.rejected_messages WHERE tenant_id = '%s'"
            .formatted(tenant));
  }

  /** Takes messages while somebody has locked the table that they go to. */
  private List<Result> heldUp(String table, String body, Function<Shipment, List<Result>> taking)
      throws Exception {
    var messages =
        ingestion
            .service()
            .bean(MessageSplitter.class)
            .split(body.replace('\'', '"').getBytes(UTF_8));
    assertThat(messages).allMatch(message -> message.content() != null);
    var shipment =
        Shipment.of(new Sender(tenant, null, "gateway"), Protocol.HTTP, Instant.now(), messages);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var rival = ingestion.database().adminConnection()) {
      rival.setAutoCommit(false);
      try (var statement = rival.createStatement()) {
        statement.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(table));
      }
      var taken = CompletableFuture.supplyAsync(() -> taking.apply(shipment), threads);
      try {
        Deadline.within(SOON, "they wait", WaitingMessagesIT::somebodyWaits);
        assertThat(taken).isNotDone();
        assertThat(messages).allSatisfy(WaitingMessagesIT::keepsNothing);
      } finally {
        rival.rollback();
      }
      return taken.get(SOON.toSeconds(), SECONDS);
    }
  }

  private static boolean somebodyWaits() {
    return !ingestion
        .query(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND usename = 'telemetry_writer' AND wait_event_type = 'Lock'")
        .isEmpty();
  }

  private static void keepsNothing(RawMessage message) {
    assertThat(message.content()).isNull();
    assertThatThrownBy(message::body).hasMessageContaining("let go");
    assertThat(message.pointer()).matches("/[01]");
  }
}
