package io.sensormine.query.testing;

import io.sensormine.ingestion.rollup.Rolling;
import io.sensormine.ingestion.rollup.RollupSettings;
import io.sensormine.local.DatabaseRole;
import io.sensormine.local.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Rolls up what a test has stored, as ingestion-service does, and spoils every cell that a query
 * must not read, so that an answer which is right has not read any.
 */
public final class Rollups implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofMinutes(5);

  private static final String FORGET =
      """
      TRUNCATE telemetry.telemetry, telemetry.metrics_1h, telemetry.metrics_1d;
      """;

  private static final String ROLL_BACK =
      """
      DELETE FROM telemetry.rollup_dirty;
      UPDATE telemetry.rollup_marks SET closed_until = 'epoch', rolled_until = 'epoch';
      """;

  /** A day after the last message, for the last day to be merged too. */
  private static final String END =
      "SELECT coalesce(max(time), 'epoch') + INTERVAL '2 days' FROM telemetry.telemetry";

  /** To the hour in the middle of the messages. */
  private static final String MOVE_BACK =
      """
      UPDATE telemetry.rollup_marks SET (rolled_until, closed_until) = (
        SELECT middle, middle
        FROM (
          SELECT coalesce(
            date_trunc('hour', percentile_disc(0.5) WITHIN GROUP (ORDER BY time), 'UTC'), 'epoch')
            AS middle
          FROM telemetry.telemetry) AS messages)
      """;

  /** Every so many-th hour of a device. */
  private static final String DIRTY =
      """
      INSERT INTO telemetry.rollup_dirty (tenant_id, device_id, bucket)
      SELECT tenant_id, device_id, bucket
      FROM (
        SELECT tenant_id, device_id, bucket,
          row_number() OVER (ORDER BY device_id, bucket) AS place
        FROM (
          SELECT DISTINCT tenant_id, device_id, date_trunc('hour', time, 'UTC') AS bucket
          FROM telemetry.telemetry) AS hours
        WHERE bucket < (SELECT rolled_until FROM telemetry.rollup_marks)) AS placed
      WHERE (place - 1) % ? = 0
      """;

  /** What an hour's increase follows from is the cell before it. */
  private static final String SPOIL_WHAT_FOLLOWS_DIRTY_HOURS =
      """
      UPDATE telemetry.metrics_1h AS cell SET increase = increase + 999
      WHERE (cell.device_id, (
          SELECT max(earlier.bucket) FROM telemetry.metrics_1h AS earlier
          WHERE earlier.device_id = cell.device_id AND earlier.field = cell.field
            AND earlier.schema_version_id = cell.schema_version_id
            AND earlier.bucket < cell.bucket))
        IN (SELECT device_id, bucket FROM telemetry.rollup_dirty);
      UPDATE telemetry.metrics_1d AS day SET increase = increase + 999
      WHERE (day.device_id, (
          SELECT max(earlier.bucket) FROM telemetry.metrics_1h AS earlier
          WHERE earlier.device_id = day.device_id AND earlier.field = day.field
            AND earlier.schema_version_id = day.schema_version_id
            AND earlier.bucket < day.bucket))
        IN (SELECT device_id, bucket FROM telemetry.rollup_dirty);
      """;

  /** Cells that late messages would change. */
  private static final String SPOIL =
      """
      UPDATE telemetry.%1$s AS cell SET count = count + 7, mean = mean + 1000, m2 = m2 + 1e6,
        min = min - 1e4, max = max + 1e4, first = first + 500, last = last + 500,
        increase_within = increase_within + 777, increase = increase + 777
      WHERE bucket + INTERVAL '%2$s' > (SELECT rolled_until FROM telemetry.rollup_marks)
        OR EXISTS (
          SELECT FROM telemetry.rollup_dirty AS dirty
          WHERE dirty.device_id = cell.device_id
            AND dirty.bucket >= cell.bucket AND dirty.bucket < cell.bucket + INTERVAL '%2$s');
      """;

  /** Cells that late messages would be the first of. */
  private static final String DELETE =
      """
      DELETE FROM telemetry.%1$s AS cell
      USING telemetry.rollup_dirty AS dirty
      WHERE dirty.device_id = cell.device_id AND dirty.id %% 2 = 0
        AND dirty.bucket >= cell.bucket AND dirty.bucket < cell.bucket + INTERVAL '%2$s';
      """;

  private final Connection admin;
  private final Connection writer;
  private final Rolling rolling =
      new Rolling(
          new RollupSettings(
              Duration.ofSeconds(1),
              SETTLE,
              20_000,
              1_000,
              1_000,
              Duration.ofSeconds(10),
              Duration.ofMinutes(1)));

  public Rollups(TestDatabase database) {
    try {
      admin = database.adminConnection();
      writer = database.connect(DatabaseRole.TELEMETRY_WRITER);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes all messages and rollups away. */
  public void forget() {
    run(() -> execute(admin, FORGET));
    rollBack();
  }

  /** Has nothing rolled up, whatever cells there are. */
  public void rollBack() {
    run(() -> execute(admin, ROLL_BACK));
  }

  /** Rolls up all there is. */
  public void rollUp() {
    run(() -> {
      if (!rolling.close(writer, instant(admin, END))) {
        throw new IllegalStateException("hours could not be closed");
      }
      while (rolling.roll(writer, () -> false)) {
        // the next day
      }
    });
  }

  /**
   * Where all is rolled up, has only the first half of it so, and hours below it dirty: their cells
   * are wrong or gone, as are those above.
   *
   * @param every of so many hours of devices one is dirty
   */
  public void spoilHalf(int every) {
    run(() -> {
      execute(admin, MOVE_BACK);
      try (var dirty = admin.prepareStatement(DIRTY)) {
        dirty.setInt(1, every);
        dirty.execute();
      }
      execute(admin, SPOIL_WHAT_FOLLOWS_DIRTY_HOURS);
      for (var sql : new String[] {SPOIL, DELETE}) {
        execute(admin, sql.formatted("metrics_1d", "24 hours"));
        execute(admin, sql.formatted("metrics_1h", "1 hour"));
      }
    });
  }

  @Override
  public void close() {
    run(() -> {
      admin.close();
      writer.close();
    });
  }

  /** What is done in the database. */
  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private static void run(Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant instant(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
