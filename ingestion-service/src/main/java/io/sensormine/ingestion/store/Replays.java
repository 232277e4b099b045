package io.sensormine.ingestion.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dead letters that are taken after all: each once, however many try at the same time. */
final class Replays {
  private static final String CLAIM =
      """
      WITH waiting AS (
        SELECT letter.id, letter.received_at
        FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) AS replayed (id, received_at, tenant_id)
        JOIN telemetry.rejected_messages letter
          ON letter.id = replayed.id AND letter.received_at = replayed.received_at AND %s
        WHERE letter.received_at BETWEEN ? AND ? AND letter.replayed_at IS NULL
        ORDER BY letter.received_at, letter.id
        FOR UPDATE OF letter
      )
      UPDATE telemetry.rejected_messages claimed SET replayed_at = now()
      FROM waiting
      WHERE claimed.id = waiting.id AND claimed.received_at = waiting.received_at
        AND claimed.received_at BETWEEN ? AND ?
      RETURNING claimed.id
      """
          .formatted(TenantPredicate.sameTenant("letter", "replayed"));

  private Replays() {}

  /**
   * A letter that is to be replayed.
   *
   * @param receivedAt when its message arrived
   */
  record Letter(UUID id, Instant receivedAt, UUID tenantId) {
    /** The letter that a message has been until now. */
    static Letter of(@Nullable UUID id, Instant receivedAt, UUID tenantId) {
      return new Letter(Objects.requireNonNull(id), receivedAt, tenantId);
    }
  }

  /**
   * Marks letters as replayed, within the transaction at hand. Who comes second waits until the
   * first has ended.
   *
   * @return those that this is not to replay: they were replayed before, or are not there
   */
  static Set<UUID> claim(Connection connection, List<Letter> letters) throws SQLException {
    var times = letters.stream().map(Letter::receivedAt).toList();
    var first = Collections.min(times);
    var last = Collections.max(times);
    var left = new HashSet<UUID>();
    letters.forEach(letter -> left.add(letter.id()));
    try (var claim = connection.prepareStatement(CLAIM)) {
      var columns = new ColumnArrays<>(connection, letters);
      claim.setArray(1, columns.uuids(Letter::id));
      claim.setArray(2, columns.times(Letter::receivedAt));
      claim.setArray(3, columns.uuids(Letter::tenantId));
      for (int at = 4; at <= 6; at += 2) {
        claim.setObject(at, first.atOffset(ZoneOffset.UTC));
        claim.setObject(at + 1, last.atOffset(ZoneOffset.UTC));
      }
      try (var rows = claim.executeQuery()) {
        while (rows.next()) {
          left.remove(rows.getObject(1, UUID.class));
        }
      }
    }
    return left;
  }
}
