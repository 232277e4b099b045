package io.sensormine.ingestion.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.RequiresCommunity;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes once it is older than it is kept, by a clock of the test, and what says so before. */
class RetentionIT {
  private static final String RETENTION = "/api/v1/ingestion/retention";
  private static final Instant NOW = Instant.parse("2020-01-10T12:00:00Z");
  private static final String TABLES_OF_COLUMNS =
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%chunk_compressed'";
  private static Ingestion ingestion;

  @BeforeAll
  static void start() {
    // rolled up where a test says so, and not in between
    ingestion =
        Ingestion.start(
            Map.of(
                "SENSORMINE_INGESTION_LIFECYCLE_INTERVAL", "PT24H",
                "SENSORMINE_INGESTION_ROLLUP_INTERVAL", "PT1H",
                // the service's own first look is by today's clock, and may come during a test
                "SENSORMINE_INGESTION_RETENTION_REHEARSE", "true",
                "SENSORMINE_INGESTION_RETENTION_TELEMETRY", "P3D",
                "SENSORMINE_INGESTION_RETENTION_REJECTED_MESSAGES", "P8D"));
    ingestion.execute(
        """
        CREATE TABLE IF NOT EXISTS telemetry.rollup_marks (
          single boolean NOT NULL DEFAULT true PRIMARY KEY,
          closed_until timestamptz NOT NULL DEFAULT 'epoch',
          rolled_until timestamptz NOT NULL DEFAULT 'epoch',
          raw_from timestamptz NOT NULL DEFAULT 'epoch');
        CREATE TABLE IF NOT EXISTS telemetry.rollup_dirty (
          tenant_id uuid NOT NULL, device_id uuid NOT NULL, bucket timestamptz NOT NULL);
        INSERT INTO telemetry.rollup_marks (single) VALUES (true) ON CONFLICT DO NOTHING;
        ALTER TABLE telemetry.rollup_marks OWNER TO telemetry_owner;
        ALTER TABLE telemetry.rollup_dirty OWNER TO telemetry_owner;
        """);
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  @BeforeEach
  void fill() {
    ingestion.execute(
        """
        TRUNCATE telemetry.telemetry, telemetry.rejected_messages, telemetry.rollup_dirty;
        UPDATE telemetry.rollup_marks
          SET raw_from = 'epoch', rolled_until = 'epoch', closed_until = '2020-02-01T00:00:00Z';
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT gen_random_uuid(), gen_random_uuid(), day, gen_random_uuid(), '{}', day
        FROM generate_series(timestamptz '2020-01-05T06:00:00Z', '2020-01-09T06:00:00Z', '1 day')
          AS day;
        INSERT INTO telemetry.rejected_messages
          (id, received_at, tenant_id, protocol, code, errors, payload, payload_bytes)
        SELECT gen_random_uuid(), day, gen_random_uuid(), 'HTTP', 'x', '[]', '', 0
        FROM generate_series(timestamptz '2020-01-01T06:00:00Z', '2020-01-03T06:00:00Z', '1 day')
          AS day;
        ANALYZE telemetry.telemetry;
        ANALYZE telemetry.rejected_messages;
        """);
  }

  private static void rolledUntil(String until) {
    ingestion.execute("UPDATE telemetry.rollup_marks SET rolled_until = '%s'".formatted(until));
  }

  private static Retention.OfTable wouldGo(KeptTable table) throws SQLException {
    try (var owner = ingestion.service().bean(OwnerConnections.class).open()) {
      return ingestion.service().bean(OldChunks.class).of(owner, table, NOW);
    }
  }

  private static void look() {
    var kept = ingestion.service().bean(RetentionSettings.class);
    look(
        new RetentionSettings(
            kept.telemetry(), null, null, null, kept.rejectedMessages(), null, false));
  }

  private static void look(RetentionSettings retention) {
    var service = ingestion.service();
    new Lifecycle(
            service.bean(OwnerConnections.class),
            service.bean(LaidDown.class),
            service.bean(OldChunks.class),
            service.bean(LifecycleSettings.class),
            retention,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .run();
  }

  private static List<String> days(String table, String column) {
    return ingestion.query(
        "SELECT to_char(%s AT TIME ZONE 'UTC', 'DD') FROM telemetry.%s ORDER BY 1"
            .formatted(column, table));
  }

  @Test
  void dropsWhatIsOlderThanItIsKeptAndNothingElse() throws SQLException {
    rolledUntil("2020-01-31T00:00:00Z");
    var told = wouldGo(KeptTable.TELEMETRY);
    assertThat(told.chunks())
        .extracting(Retention.Chunk::from)
        .containsExactly(
            Instant.parse("2020-01-05T00:00:00Z"), Instant.parse("2020-01-06T00:00:00Z"));
    assertThat(told.rowsEstimate()).isEqualTo(2);
    assertThat(told.bytes()).isGreaterThan(16_000);
    assertThat(days("telemetry", "time")).as("a dry run").hasSize(5);
    look();
    assertThat(days("telemetry", "time")).containsExactly("07", "08", "09");
    assertThat(days("rejected_messages", "received_at")).containsExactly("02", "03");
    assertThat(wouldGo(KeptTable.TELEMETRY).chunks()).isEmpty();
  }

  @Test
  @RequiresCommunity
  void countsAndDropsWhatIsInColumns() throws SQLException {
    rolledUntil("2020-01-31T00:00:00Z");
    ingestion.execute(
        """
        TRUNCATE telemetry.telemetry;
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT gen_random_uuid(), ('00000000-0000-0000-0000-00000000000' || device)::uuid,
          day + minute * interval '1 minute', gen_random_uuid(), '{}', day
        FROM generate_series(timestamptz '2020-01-05T06:00:00Z', '2020-01-09T06:00:00Z', '1 day')
          AS day, generate_series(1, 3) AS device, generate_series(1, 40) AS minute
        """);
    ingestion.putIntoColumns();
    ingestion.execute(
        """
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        SELECT gen_random_uuid(), gen_random_uuid(), '2020-01-06T07:00:00Z', gen_random_uuid(), '{}',
          now()
        FROM generate_series(1, 5);
        ANALYZE telemetry.telemetry
        """);
    var told = wouldGo(KeptTable.TELEMETRY);
    assertThat(told.chunks())
        .extracting(Retention.Chunk::rowsEstimate)
        .as("in columns, and in columns and rows")
        .containsExactly(3L * 40, 3L * 40 + 5);
    assertThat(told.rowsEstimate()).isEqualTo(2 * 3 * 40 + 5);
    assertThat(told.chunks())
        .extracting(Retention.Chunk::bytes)
        .as("both tables of a chunk with their indexes")
        .containsExactlyElementsOf(bytes("2020-01-05", "2020-01-06"));
    look();
    assertThat(days("telemetry", "time")).containsOnly("07", "08", "09").hasSize(3 * 3 * 40);
    assertThat(ingestion.query("SELECT show_chunks('telemetry.telemetry')")).hasSize(3);
    assertThat(ingestion.query(TABLES_OF_COLUMNS)).as("nothing is left behind").hasSize(3);
  }

  /** By the disk: what a chunk and what is named after it take. */
  private static List<Long> bytes(String... days) {
    return Arrays.stream(days)
        .map(day ->
            ingestion.query(
                """
                SELECT sum(pg_total_relation_size(part.oid))
                FROM timescaledb_information.chunks JOIN pg_class AS part
                  ON part.relname IN (chunk_name, chunk_name || '_compressed')
                WHERE hypertable_name = 'telemetry' AND range_start = timestamptz '%sZ'
                """
                    .formatted(day)))
        .map(sum -> Long.valueOf(sum.getFirst()))
        .toList();
  }

  @Test
  void dropsNothingInRehearsal() {
    rolledUntil("2020-01-31T00:00:00Z");
    look(new RetentionSettings(Duration.ofDays(1), null, null, null, null, null, true));
    assertThat(days("telemetry", "time")).hasSize(5);
  }

  @Test
  void keepsWhatIsNotRolledUp() throws SQLException {
    rolledUntil("2020-01-06T00:00:00Z");
    assertThat(wouldGo(KeptTable.TELEMETRY).chunks()).hasSize(1);
    assertThat(wouldGo(KeptTable.TELEMETRY).heldChunks()).isEqualTo(1);
    look();
    assertThat(days("telemetry", "time")).containsExactly("06", "07", "08", "09");
    assertThat(days("rejected_messages", "received_at")).as("no rollup").hasSize(2);
  }

  @Test
  void keepsWhatIsDirtyAndWhatIsAfterIt() throws SQLException {
    rolledUntil("2020-01-31T00:00:00Z");
    ingestion.execute(
        """
        INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
        VALUES (gen_random_uuid(), gen_random_uuid(), '2020-01-06T06:00:00Z')
        """);
    assertThat(wouldGo(KeptTable.TELEMETRY).heldChunks()).isEqualTo(1);
    look();
    assertThat(days("telemetry", "time")).containsExactly("06", "07", "08", "09");
    ingestion.execute("DELETE FROM telemetry.rollup_dirty");
    look();
    assertThat(days("telemetry", "time")).containsExactly("07", "08", "09");
  }

  @Test
  void letsOneProcessDropAtATime() throws SQLException {
    rolledUntil("2020-01-31T00:00:00Z");
    try (var other = ingestion.service().bean(OwnerConnections.class).open();
        var statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(126924498102627)");
      look();
      assertThat(days("telemetry", "time")).hasSize(5);
    }
  }

  @Test
  void leavesAChunkThatIsInUseForLater() throws SQLException {
    rolledUntil("2020-01-31T00:00:00Z");
    try (var reader = ingestion.database().adminConnection();
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT FROM telemetry.telemetry");
      look();
      assertThat(days("telemetry", "time")).hasSize(5);
      reader.rollback();
    }
    look();
    assertThat(days("telemetry", "time")).hasSize(3);
  }

  @Test
  void tellsAPlatformAdminWhatWouldGo() {
    var admin = ingestion.service().http(ingestion.identity().token(null, Roles.PLATFORM_ADMIN));
    rolledUntil("2020-01-31T00:00:00Z");
    var tables = admin.get(RETENTION).expect(200).body().path("tables");
    assertThat(tables.findValuesAsText("table"))
        .containsExactly(
            "telemetry",
            "metrics_1h",
            "metrics_1d",
            "events",
            "rejected_messages",
            "device_status_history");
    JsonNode telemetry = tables.path(0);
    assertThat(telemetry.path("keep").asText()).isEqualTo("PT72H");
    assertThat(telemetry.path("chunks")).hasSize(5);
    assertThat(telemetry.path("rowsEstimate").asLong()).isEqualTo(5);
    assertThat(telemetry.path("chunks").path(0).path("from").asText())
        .isEqualTo("2020-01-05T00:00:00Z");
    assertThat(tables.path(3).path("keep").isNull() || tables.path(3).path("keep").isMissingNode())
        .isTrue();
    var tenants =
        ingestion.service().http(ingestion.identity().token(UUID.randomUUID(), Roles.TENANT_ADMIN));
    tenants.get(RETENTION).expect(403);
  }
}
