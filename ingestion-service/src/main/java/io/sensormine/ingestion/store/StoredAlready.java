package io.sensormine.ingestion.store;

import static java.util.stream.Collectors.groupingBy;

import io.sensormine.ingestion.lifecycle.LifecycleSettings;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Leaves out of what is written the messages that would change nothing, where it is cheaper to ask
 * for them first than to let the upsert find out.
 *
 * <p>It is where their day may be in columns: an upsert that meets such a row unpacks its whole
 * segment, up to 1,000 rows, even where it then writes nothing, while reading one leaves all
 * packed. And it is where most of what was upserted last had been stored before: the upsert locks
 * such a row to look at it, which goes into the log.
 *
 * <p>What is found is committed, and is as the message would leave it. Whoever changes or erases
 * the row afterwards comes after this message, which is no other outcome than had the upsert met
 * the row at the moment that it was read. Thread-safe.
 */
@Singleton
final class StoredAlready {
  /** For each message its row alone, by the primary key; so no more is unpacked than is asked. */
  private static final String IN_COLUMNS =
      """
      SELECT device_id, time
      FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[], ?::jsonb[])
        AS incoming (tenant_id, device_id, time, schema_version_id, fields)
      WHERE EXISTS (
        SELECT FROM telemetry.telemetry AS stored
        WHERE stored.device_id = incoming.device_id AND stored.time = incoming.time
          AND stored.time BETWEEN ? AND ?
          AND NOT (%s)
        OFFSET 0)
      """
          .formatted(changes("stored", "incoming"));

  /** The same at half the cost, where the database is free to choose how. */
  private static final String IN_ROWS =
      """
      SELECT incoming.device_id, incoming.time
      FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[], ?::jsonb[])
          AS incoming (tenant_id, device_id, time, schema_version_id, fields)
        JOIN telemetry.telemetry AS stored
          ON stored.device_id = incoming.device_id AND stored.time = incoming.time
      WHERE stored.time BETWEEN ? AND ? AND NOT (%s)
      """
          .formatted(changes("stored", "incoming"));

  private final Edition edition;
  private final Duration columnstoreAfter;

  /** Whether most of what was upserted last had been stored before. */
  private volatile boolean repeating;

  StoredAlready(Edition edition, LifecycleSettings lifecycle) {
    this.edition = edition;
    this.columnstoreAfter = lifecycle.columnstoreAfter();
  }

  /**
   * Whether a row that comes changes the one that is there.
   *
   * @param stored the alias of that row
   * @param incoming the alias of the one that comes
   */
  static String changes(String stored, String incoming) {
    return """
    %3$s
    AND (%1$s.schema_version_id <> %2$s.schema_version_id
      OR NOT %1$s.fields @> %2$s.fields)\
    """
        .formatted(stored, incoming, TenantPredicate.sameTenant(stored, incoming));
  }

  /** The rows but those that are stored as they are, of which not all are found. */
  List<TelemetryRecord> without(Connection transaction, List<TelemetryRecord> rows)
      throws SQLException {
    if (!repeating && !edition.hasColumnstore()) {
      return rows;
    }
    var parted = rows.stream().collect(groupingBy(this::mayBeInColumns));
    var stored = new HashSet<Fold.Key>();
    stored.addAll(stored(transaction, IN_COLUMNS, parted.getOrDefault(true, List.of())));
    if (repeating) {
      stored.addAll(stored(transaction, IN_ROWS, parted.getOrDefault(false, List.of())));
    }
    return stored.isEmpty()
        ? rows
        : rows.stream().filter(row -> !stored.contains(Fold.key(row))).toList();
  }

  /**
   * Learns whether to ask the next time.
   *
   * @param rows that were there to be written
   * @param written how many of them changed anything
   */
  void learn(int rows, int written) {
    repeating = written * 2 < rows;
  }

  /** Where it may not by the settings but is, it is stored all the same, only not as cheaply. */
  boolean mayBeInColumns(TelemetryRecord row) {
    return edition.hasColumnstore()
        && row.time().isBefore(row.receivedAt().minus(columnstoreAfter));
  }

  private static Set<Fold.Key> stored(
      Connection transaction, String statement, List<TelemetryRecord> rows) throws SQLException {
    if (rows.isEmpty()) {
      return Set.of();
    }
    try (var ask = transaction.prepareStatement(statement)) {
      var _ = TelemetryColumns.bind(ask, transaction, rows);
      // chunks beyond are not even planned for
      var times = rows.stream().map(TelemetryRecord::time).sorted().toList();
      ask.setObject(6, utc(times.getFirst()));
      ask.setObject(7, utc(times.getLast()));
      var stored = new HashSet<Fold.Key>();
      try (var found = ask.executeQuery()) {
        while (found.next()) {
          stored.add(
              new Fold.Key(
                  found.getObject(1, UUID.class),
                  found.getObject(2, OffsetDateTime.class).toInstant()));
        }
      }
      return stored;
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
