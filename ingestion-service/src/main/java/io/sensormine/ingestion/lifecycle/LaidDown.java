package io.sensormine.ingestion.lifecycle;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Makes the database lay telemetry down as the settings say; changes nothing that is so already.
 */
@Singleton
final class LaidDown {
  private static final String EDITION = "SELECT current_setting('timescaledb.license')";

  private static final String CHUNKS =
      """
      SELECT public.set_chunk_time_interval('telemetry.telemetry', CAST(? AS interval))
      FROM timescaledb_information.dimensions
      WHERE hypertable_schema = 'telemetry' AND hypertable_name = 'telemetry'
        AND time_interval <> CAST(? AS interval)
      """;

  private static final String COLUMNS =
      """
      SELECT job_id FROM timescaledb_information.jobs
      WHERE hypertable_schema = 'telemetry' AND hypertable_name = 'telemetry'
        AND proc_name = 'policy_compression'
        AND CAST(config->>'compress_after' AS interval) = CAST(? AS interval)
        AND schedule_interval = CAST(? AS interval)
      """;

  private static final String NO_COLUMNS =
      "CALL public.remove_columnstore_policy('telemetry.telemetry', if_exists => true)";

  private static final String NEW_COLUMNS =
      """
      CALL public.add_columnstore_policy('telemetry.telemetry', after => CAST(? AS interval),
        schedule_interval => CAST(? AS interval))
      """;

  private final LifecycleSettings settings;

  LaidDown(LifecycleSettings settings) {
    this.settings = settings;
  }

  /** Does what is needed, as the owner; columns are left out where the edition has none. */
  void apply(Connection owner) throws SQLException {
    var chunks = settings.chunkInterval();
    has(owner, CHUNKS, chunks, chunks);
    if (isCommunity(owner)
        && !has(owner, COLUMNS, settings.columnstoreAfter(), settings.columnstoreEvery())) {
      owner.setAutoCommit(false);
      call(owner, NO_COLUMNS);
      call(owner, NEW_COLUMNS, settings.columnstoreAfter(), settings.columnstoreEvery());
      owner.commit();
      owner.setAutoCommit(true);
    }
  }

  private static boolean isCommunity(Connection owner) throws SQLException {
    try (var statement = owner.createStatement();
        var row = statement.executeQuery(EDITION)) {
      return row.next() && row.getString(1).equals("timescale");
    }
  }

  private static boolean has(Connection owner, String sql, Duration one, Duration other)
      throws SQLException {
    try (var statement = owner.prepareStatement(sql)) {
      statement.setString(1, one.toString());
      statement.setString(2, other.toString());
      try (var row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void call(Connection owner, String sql, Duration... durations)
      throws SQLException {
    try (var statement = owner.prepareStatement(sql)) {
      for (int at = 0; at < durations.length; at++) {
        statement.setString(at + 1, durations[at].toString());
      }
      statement.execute();
    }
  }
}
