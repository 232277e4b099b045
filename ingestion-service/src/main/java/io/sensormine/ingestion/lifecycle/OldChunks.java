package io.sensormine.ingestion.lifecycle;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The chunks whose rows are all older than they are kept. As the owner; blocks. */
@Singleton
final class OldChunks {
  /** Oldest first; those that are needed yet are told too. */
  private static final String OLD =
      """
      SELECT range_start, range_end, telemetry.may_let_go(?, range_end),
        public.approximate_row_count(
          CAST(format('%I.%I', chunk_schema, chunk_name) AS regclass)) AS rows,
        size.total_bytes
      FROM timescaledb_information.chunks
      JOIN public.chunks_detailed_size(to_regclass(?)) AS size USING (chunk_schema, chunk_name)
      WHERE hypertable_schema = 'telemetry' AND hypertable_name = ? AND range_end <= ?
      ORDER BY range_start
      """;

  private static final String EXISTS = "SELECT to_regclass(?) IS NOT NULL";

  private static final String LET_GO = "SELECT telemetry.let_go(?, ?)";

  private static final String DROP =
      """
      SELECT count(*) FROM public.drop_chunks(CAST(? AS regclass), older_than => CAST(? AS timestamptz),
        newer_than => CAST(? AS timestamptz))
      """;

  private final RetentionSettings settings;

  OldChunks(RetentionSettings settings) {
    this.settings = settings;
  }

  /** What would go now. */
  Retention wouldGo(Connection owner, Instant now) throws SQLException {
    var tables = new ArrayList<Retention.OfTable>();
    for (var table : KeptTable.values()) {
      tables.add(of(owner, table, now));
    }
    return new Retention(now, settings.rehearse(), tables);
  }

  /** One table's; nothing of it goes where it is kept for ever, or not there. */
  Retention.OfTable of(Connection owner, KeptTable table, Instant now) throws SQLException {
    var keep = settings.of(table);
    if (keep == null || !exists(owner, table)) {
      return Retention.OfTable.of(table.tableName(), keep, List.of(), 0);
    }
    try (var ask = owner.prepareStatement(OLD)) {
      ask.setString(1, table.tableName());
      ask.setString(2, qualified(table));
      ask.setString(3, table.tableName());
      ask.setObject(4, utc(now.minus(keep)));
      try (var row = ask.executeQuery()) {
        return read(row, table, keep);
      }
    }
  }

  private static Retention.OfTable read(ResultSet row, KeptTable table, Duration keep)
      throws SQLException {
    var chunks = new ArrayList<Retention.Chunk>();
    var held = 0;
    while (row.next()) {
      if (row.getBoolean(3)) {
        chunks.add(
            new Retention.Chunk(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getLong(4),
                row.getLong(5)));
      } else {
        held++;
      }
    }
    return Retention.OfTable.of(table.tableName(), keep, chunks, held);
  }

  /**
   * Drops one, in a transaction of its own.
   *
   * @return false where it is needed after all
   */
  boolean drop(Connection owner, KeptTable table, Retention.Chunk chunk) throws SQLException {
    owner.setAutoCommit(false);
    try (var letGo = owner.prepareStatement(LET_GO);
        var drop = owner.prepareStatement(DROP)) {
      letGo.setString(1, table.tableName());
      letGo.setObject(2, utc(chunk.to()));
      var may = isTrue(letGo);
      if (may) {
        drop.setString(1, qualified(table));
        drop.setObject(2, utc(chunk.to()));
        drop.setObject(3, utc(chunk.from()));
        drop.execute();
      }
      owner.commit();
      return may;
    } catch (SQLException e) {
      owner.rollback();
      throw e;
    } finally {
      owner.setAutoCommit(true);
    }
  }

  private static boolean exists(Connection owner, KeptTable table) throws SQLException {
    try (var ask = owner.prepareStatement(EXISTS)) {
      ask.setString(1, qualified(table));
      return isTrue(ask);
    }
  }

  private static boolean isTrue(PreparedStatement ask) throws SQLException {
    try (var row = ask.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String qualified(KeptTable table) {
    return "telemetry." + table.tableName();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
