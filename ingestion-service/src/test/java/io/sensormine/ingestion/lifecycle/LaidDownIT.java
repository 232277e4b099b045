package io.sensormine.ingestion.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.RequiresCommunity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database is laid out as the settings say, from the start on. */
class LaidDownIT {
  private static final String INTERVAL =
      "SELECT time_interval FROM timescaledb_information.dimensions"
          + " WHERE hypertable_name = 'telemetry'";
  private static final String JOBS =
      "SELECT config->>'compress_after' || ' ' || schedule_interval || ' ' || job_id"
          + " FROM timescaledb_information.jobs WHERE hypertable_name = 'telemetry'"
          + " AND proc_name = 'policy_compression'";
  private static Ingestion ingestion;

  @BeforeAll
  static void start() {
    ingestion =
        Ingestion.start(
            Map.of(
                "SENSORMINE_INGESTION_LIFECYCLE_CHUNK_INTERVAL", "PT6H",
                "SENSORMINE_INGESTION_LIFECYCLE_COLUMNSTORE_AFTER", "PT72H",
                "SENSORMINE_INGESTION_LIFECYCLE_COLUMNSTORE_EVERY", "PT2H"));
    // the last thing that is done at the start
    Deadline.within(
        Duration.ofSeconds(30), () -> ingestion.query(INTERVAL).equals(List.of("06:00:00")));
  }

  @AfterAll
  static void stop() {
    ingestion.close();
  }

  private static void apply(Duration chunks) throws SQLException {
    try (var owner = ingestion.service().bean(OwnerConnections.class).open()) {
      new LaidDown(
              new LifecycleSettings(
                  Duration.ofHours(1), chunks, Duration.ofHours(72), Duration.ofHours(2)))
          .apply(owner);
    }
  }

  @Test
  void makesNewChunksOfAnotherLengthAndLeavesTheOldOnes() throws SQLException {
    write("2020-01-01T01:00:00Z");
    apply(Duration.ofHours(12));
    write("2020-02-01T01:00:00Z");
    apply(Duration.ofHours(6));
    assertThat(
            ingestion.query(
                "SELECT range_end - range_start FROM timescaledb_information.chunks"
                    + " WHERE hypertable_name = 'telemetry' ORDER BY range_start"))
        .containsExactly("06:00:00", "12:00:00");
  }

  private static void write(String time) {
    ingestion.execute(
        """
        INSERT INTO telemetry.telemetry
          (tenant_id, device_id, time, schema_version_id, fields, received_at)
        VALUES (gen_random_uuid(), gen_random_uuid(), '%s', gen_random_uuid(), '{}', now())
        """
            .formatted(time));
  }

  @Test
  @RequiresCommunity
  void putsIntoColumnsAfterTheTimeGivenAndChangesNothingTwice() throws SQLException {
    Deadline.within(
        Duration.ofSeconds(30),
        () -> ingestion.query(JOBS).getFirst().startsWith("72:00:00 02:00:00 "));
    var before = ingestion.query(JOBS);
    assertThat(before).hasSize(1);
    apply(Duration.ofHours(6));
    assertThat(ingestion.query(JOBS)).isEqualTo(before);
  }
}
