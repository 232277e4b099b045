package io.sensormine.ingestion.store;

import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes events: the same again changes nothing. Thread-safe; blocks. */
@Singleton
public final class EventStore {
  private static final String INSERT =
      """
      INSERT INTO telemetry.events
        (tenant_id, device_id, id, time, type, severity, message, attributes, received_at)
      SELECT tenant_id, device_id, id, time, type, severity, message, attributes, received_at
      FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::text[],
          ?::text[], ?::jsonb[], ?::timestamptz[])
        AS incoming (tenant_id, device_id, id, time, type, severity, message, attributes,
          received_at)
      ORDER BY device_id, id, time
      ON CONFLICT (device_id, id, time) DO NOTHING
      RETURNING device_id, id, time
      """;

  private final Connections database;

  private record Key(UUID deviceId, UUID id, Instant time) {}

  EventStore(Connections database) {
    this.database = database;
  }

  /**
   * Writes what one request brought, in one transaction; when this returns, it has committed.
   *
   * @return for each event, in their order, whether it is new
   */
  public List<Boolean> write(List<EventRecord> events, List<DeadLetter> letters)
      throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      var fresh = write(connection, events, letters);
      connection.commit();
      return fresh;
    }
  }

  /** What {@link #write} would come to now; everything is as before afterwards. */
  public List<Boolean> rehearse(List<EventRecord> events) throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      try {
        return write(connection, events, List.of());
      } finally {
        connection.rollback();
      }
    }
  }

  private static List<Boolean> write(
      Connection connection, List<EventRecord> events, List<DeadLetter> letters)
      throws SQLException {
    var before = claim(connection, events);
    var left = events.stream().filter(event -> !isOf(before, event)).toList();
    var inserted = left.isEmpty() ? Set.<Key>of() : insert(connection, left);
    if (!letters.isEmpty()) {
      LetterRows.keep(connection, letters);
    }
    // of the same event twice in a request, the first is the new one
    var untold = new HashSet<>(inserted);
    return events.stream().map(event -> !isOf(before, event) && untold.remove(key(event))).toList();
  }

  private static Set<UUID> claim(Connection connection, List<EventRecord> events)
      throws SQLException {
    var replays =
        events.stream()
            .filter(event -> event.letter() != null)
            .map(event -> Replays.Letter.of(event.letter(), event.receivedAt(), event.tenantId()))
            .toList();
    return replays.isEmpty() ? Set.of() : Replays.claim(connection, replays);
  }

  private static boolean isOf(Set<UUID> letters, EventRecord event) {
    return event.letter() != null && letters.contains(event.letter());
  }

  private static Set<Key> insert(Connection connection, List<EventRecord> events)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      var columns = new ColumnArrays<>(connection, events);
      insert.setArray(1, columns.uuids(EventRecord::tenantId));
      insert.setArray(2, columns.uuids(EventRecord::deviceId));
      insert.setArray(3, columns.uuids(EventRecord::id));
      insert.setArray(4, columns.times(EventRecord::time));
      insert.setArray(5, columns.texts(EventRecord::type));
      insert.setArray(6, columns.texts(EventRecord::severity));
      insert.setArray(7, columns.texts(EventRecord::message));
      insert.setArray(8, columns.jsonb(EventRecord::attributes));
      insert.setArray(9, columns.times(EventRecord::receivedAt));
      var inserted = new HashSet<Key>();
      try (var row = insert.executeQuery()) {
        while (row.next()) {
          inserted.add(
              new Key(
                  row.getObject(1, UUID.class),
                  row.getObject(2, UUID.class),
                  row.getObject(3, OffsetDateTime.class).toInstant()));
        }
      }
      return inserted;
    }
  }

  private static Key key(EventRecord event) {
    return new Key(event.deviceId(), event.id(), event.time());
  }
}
