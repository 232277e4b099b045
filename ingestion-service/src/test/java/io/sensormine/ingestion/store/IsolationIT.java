package io.sensormine.ingestion.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.message.FlatFields;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each role may do in the database, and what the tables are. */
class IsolationIT {
  private static Ingestion ingestion;
  private static TelemetryStore store;

  private final UUID tenant = UUID.randomUUID();
  private final UUID device = UUID.randomUUID();

  @BeforeAll
  static void start() {
    ingestion = Ingestion.start(Map.of());
    store = ingestion.service().bean(TelemetryStore.class);
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private static List<String> read(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    }
  }

  private TelemetryRecord record(UUID tenantId, long time, Map<String, Object> fields) {
    return new TelemetryRecord(
        tenantId,
        device,
        Instant.ofEpochSecond(time),
        new UUID(0, 0),
        FlatFields.of(fields),
        Instant.now());
  }

  private static List<Outcome> write(TelemetryRecord... records) {
    return Groups.write(store, List.of(records));
  }

  @Test
  void showsTheReaderItsTenantsRowsOnly() throws SQLException {
    var other = UUID.randomUUID();
    write(record(tenant, 1, Map.of("a", 1L)), record(tenant, 90_000, Map.of("a", 2L)));
    write(
        new TelemetryRecord(
            other,
            UUID.randomUUID(),
            Instant.EPOCH,
            new UUID(0, 0),
            FlatFields.of(Map.of("a", 3L)),
            Instant.now()));
    try (var reader = ingestion.database().connect(DatabaseRole.TELEMETRY_READER)) {
      var mine = "SELECT fields->>'a' FROM query.telemetry ORDER BY time";
      assertThat(read(reader, mine)).isEmpty();
      read(reader, "SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(tenant));
      assertThat(read(reader, mine)).containsExactly("1", "2");
      read(reader, "SELECT set_config('sensormine.tenant_id', '', false)");
      assertThat(read(reader, mine)).isEmpty();
      for (var table :
          List.of("telemetry.telemetry", "telemetry.events", "telemetry.rejected_messages")) {
        assertThatThrownBy(() -> read(reader, "SELECT 1 FROM " + table))
            .hasMessageContaining("permission denied");
      }
      var chunk = ingestion.query("SELECT show_chunks('telemetry.telemetry')::text").getFirst();
      assertThatThrownBy(() -> read(reader, "SELECT 1 FROM " + chunk))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> read(reader, "DELETE FROM query.telemetry RETURNING 'x'"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void neverChangesARowOfAnotherTenant() {
    assertThat(write(record(tenant, 1, Map.of("a", 1L)))).containsExactly(Outcome.INSERTED);
    var foreign = record(UUID.randomUUID(), 1, Map.of("a", 2L));
    assertThat(write(foreign)).containsExactly(Outcome.DUPLICATE);
    assertThat(ingestion.fields(device)).containsExactly("{\"a\": 1}");
  }

  @Test
  void letsTheWriterDeleteNothing() throws SQLException {
    write(record(tenant, 1, Map.of("a", 1L)));
    try (var writer = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      for (var sql :
          List.of(
              "DELETE FROM telemetry.telemetry RETURNING 'x'",
              "DELETE FROM telemetry.events RETURNING 'x'",
              "UPDATE telemetry.events SET type = '' RETURNING type",
              "SELECT type FROM telemetry.events",
              "DELETE FROM telemetry.rejected_messages RETURNING 'x'",
              "UPDATE telemetry.rejected_messages SET code = '' RETURNING code",
              "SELECT drop_chunks('telemetry.telemetry', now())::text")) {
        assertThatThrownBy(() -> read(writer, sql)).as(sql).isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void keepsNumbersAsTheDoublesTheyAre() {
    write(
        record(
            tenant,
            1,
            Map.of(
                "a",
                1e300,
                "b",
                -0.1,
                "c",
                9_007_199_254_740_992L,
                "d",
                Double.MIN_VALUE,
                "e",
                1.0)));
    assertThat(
            ingestion.query(
                "SELECT value::float8 FROM telemetry.telemetry, jsonb_each(fields)"
                    + " WHERE device_id = '%s' ORDER BY key".formatted(device)))
        .containsExactly("1e+300", "-0.1", "9.007199254740992e+15", "5e-324", "1");
  }

  @Test
  void makesHypertablesWithTheIndexesTheyNeed() {
    assertThat(
            ingestion.query(
                "SELECT hypertable_name || ' ' || column_name || ' ' || time_interval"
                    + " FROM timescaledb_information.dimensions ORDER BY 1"))
        .containsExactly(
            "device_status_history time 30 days",
            "events time 7 days",
            "metrics_1d bucket 360 days",
            "metrics_1h bucket 30 days",
            "rejected_messages received_at 1 day",
            "telemetry time 1 day");
    assertThat(
            ingestion.query(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'telemetry'"
                    + " AND tablename <> 'flyway_schema_history' ORDER BY 1"))
        .containsExactly(
            "ix_device_activity_tenant",
            "ix_device_activity_unasked",
            "ix_events_device",
            "ix_events_severe",
            "ix_events_tenant",
            "ix_events_type",
            "ix_ingestion_deltas_folded",
            "ix_ingestion_deltas_unfolded",
            "ix_rejected_messages_code",
            "ix_rejected_messages_device",
            "ix_rejected_messages_tenant",
            "ix_rollup_dirty_bucket_device_id",
            "pk_device_activity",
            "pk_device_status_history",
            "pk_erasure_progress",
            "pk_events",
            "pk_ingestion_counters",
            "pk_ingestion_deltas",
            "pk_metrics_1d",
            "pk_metrics_1h",
            "pk_reception",
            "pk_rejected_messages",
            "pk_rollup_dirty",
            "pk_rollup_marks",
            "pk_telemetry");
    assertThat(
            ingestion.query(
                "SELECT conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = connamespace"
                    + " WHERE nspname = 'telemetry' AND conname !~ '^(pk|uq|fk|ck)_'"
                    + " AND conrelid::regclass::text !~ 'flyway'"))
        .isEmpty();
  }

  @Test
  void putsOldTelemetryIntoColumnsWhereTheEditionHasThem() {
    var hasColumnstore = ingestion.service().bean(Edition.class).hasColumnstore();
    assertThat(
            ingestion.query(
                "SELECT compression_enabled FROM timescaledb_information.hypertables"
                    + " WHERE hypertable_name = 'telemetry'"))
        .containsExactly(hasColumnstore ? "t" : "f");
  }
}
