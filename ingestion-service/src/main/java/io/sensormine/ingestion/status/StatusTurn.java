package io.sensormine.ingestion.status;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to decide on devices' status, of one process at a time, and what is done by it. It is a
 * lock of the session, so it ends with the connection at the latest. For one thread.
 */
final class StatusTurn implements AutoCloseable {
  /** Any number, as long as nothing else takes it; CounterStore has another. */
  private static final long LOCK = 0x736d_7374_6174L;

  private static final String NOTE =
      """
      INSERT INTO telemetry.reception AS known (able_since, able_until) VALUES (?, ?)
      ON CONFLICT (single) DO UPDATE SET
        able_since = CASE WHEN known.able_until < ? THEN excluded.able_since
          ELSE known.able_since END,
        able_until = excluded.able_until
      WHERE known.able_until < excluded.able_until
      """;

  private static final String UNASKED =
      """
      SELECT tenant_id, device_id FROM telemetry.device_activity
      WHERE known_as IS NULL AND (tenant_id, device_id) > (?, ?)
      ORDER BY tenant_id, device_id LIMIT ?
      """;

  private static final String HEARD =
      """
      SELECT tenant_id, device_id FROM telemetry.device_activity
      WHERE (tenant_id, device_id) > (?, ?)
      ORDER BY tenant_id, device_id LIMIT ?
      """;

  /** Locks in the order of folding, so that the two do not wait for each other. */
  private static final String LEARN =
      """
      WITH told AS (
        SELECT device_id, known_as, offline_after
        FROM unnest(CAST(? AS uuid[]), CAST(? AS text[]), CAST(? AS interval[]))
          AS told (device_id, known_as, offline_after)),
      news AS MATERIALIZED (
        SELECT known.device_id, told.known_as, told.offline_after
        FROM telemetry.device_activity AS known JOIN told USING (device_id)
        WHERE (known.known_as, known.offline_after)
          IS DISTINCT FROM (told.known_as, told.offline_after)
        ORDER BY known.device_id FOR UPDATE OF known)
      UPDATE telemetry.device_activity AS known SET
        known_as = news.known_as,
        offline_after = news.offline_after,
        status = CASE WHEN news.known_as <> 'GONE' THEN status END,
        status_since = CASE WHEN news.known_as <> 'GONE' THEN status_since END,
        status_seen_at = CASE WHEN news.known_as <> 'GONE' THEN status_seen_at END
      FROM news WHERE news.device_id = known.device_id
      """;

  private static final String NEXT =
      """
      SELECT device_id FROM telemetry.device_activity
      WHERE device_id >= ? ORDER BY device_id OFFSET ? LIMIT 1
      """;

  /** What is received and not folded yet is no silence. */
  private static final String HEARD_UNTIL =
      """
      SELECT able_since, least(able_until, (
        SELECT min(last_received_at) FROM telemetry.ingestion_deltas
        WHERE folded_at IS NULL AND protocol <> 'REPLAY'))
      FROM telemetry.reception
      """;

  private static final String ISO_INTERVALS = "SET LOCAL intervalstyle = 'iso_8601'";

  /**
   * A device is ONLINE where it was heard of lately, OFFLINE where its silence was long enough
   * while we could hear, and else what it was.
   */
  private static final String DECIDE =
      """
      WITH given AS (
        SELECT CAST(? AS timestamptz) AS now, CAST(? AS timestamptz) AS able_since,
          CAST(? AS timestamptz) AS heard_until, CAST(? AS timestamptz) AS held_until),
      judged AS MATERIALIZED (
        SELECT device_id, tenant_id, last_seen_at, offline_after, known_as, status AS was,
          status_since AS was_since, status_seen_at AS was_seen_at, becomes, now, able_since,
          heard_until
        FROM (
          SELECT known.*, given.*,
            CASE
              WHEN known_as = 'RETIRED' THEN 'OFFLINE'
              WHEN offline_after IS NULL OR last_seen_at > now - offline_after THEN 'ONLINE'
              WHEN greatest(last_seen_at, able_since) <= heard_until - offline_after
                AND (status IS DISTINCT FROM 'ONLINE' OR status_since <= held_until)
                THEN 'OFFLINE'
              ELSE status
            END AS becomes
          FROM telemetry.device_activity AS known CROSS JOIN given
          WHERE known_as IN ('LIVE', 'RETIRED') AND device_id >= ?
            AND (CAST(? AS uuid) IS NULL OR device_id < ?)) AS known
        WHERE becomes IS DISTINCT FROM status
        ORDER BY device_id FOR UPDATE OF known),
      changed AS (
        UPDATE telemetry.device_activity AS known SET
          status = becomes,
          status_since = greatest(now, was_since + interval '1 microsecond'),
          status_seen_at = judged.last_seen_at
        FROM judged WHERE judged.device_id = known.device_id
        RETURNING known.status_since, judged.*)
      INSERT INTO telemetry.device_status_history
        (tenant_id, device_id, time, status, reason, evidence)
      SELECT tenant_id, device_id, status_since, becomes,
        CASE
          WHEN known_as = 'RETIRED' THEN 'RETIRED'
          WHEN becomes = 'OFFLINE' THEN 'SILENT'
          WHEN was IS NULL THEN 'FIRST_HEARD'
          WHEN last_seen_at > was_seen_at THEN 'HEARD'
          ELSE 'RULE_CHANGED'
        END,
        jsonb_build_object(
          'lastSeenAt', to_char(last_seen_at AT TIME ZONE 'UTC', %1$s),
          'offlineAfter', CAST(offline_after AS text),
          'decidedAt', to_char(now AT TIME ZONE 'UTC', %1$s),
          'heardUntil', to_char(heard_until AT TIME ZONE 'UTC', %1$s),
          'ableSince', to_char(able_since AT TIME ZONE 'UTC', %1$s))
      FROM changed
      """
          .formatted("'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'");

  private static final Heard BEFORE_ALL = new Heard(new UUID(0, 0), new UUID(0, 0));

  private final Connection connection;

  private StatusTurn(Connection connection) {
    this.connection = connection;
  }

  /** Takes the turn on a connection, which is closed with it; null where another has it. */
  static @Nullable StatusTurn take(Connection connection) throws SQLException {
    var taken = false;
    try (var lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      lock.setLong(1, LOCK);
      try (var row = lock.executeQuery()) {
        row.next();
        taken = row.getBoolean(1);
      }
    } finally {
      if (!taken) {
        connection.close();
      }
    }
    return taken ? new StatusTurn(connection) : null;
  }

  /** Notes that devices can report now; where that was last noted too long ago, since now. */
  void note(Instant now, Duration outage) throws SQLException {
    try (var note = connection.prepareStatement(NOTE)) {
      note.setObject(1, utc(now));
      note.setObject(2, utc(now));
      note.setObject(3, utc(now.minus(outage)));
      note.executeUpdate();
    }
  }

  /**
   * Devices that device-api has not been asked about.
   *
   * @param after the last of those before; null for the first
   */
  List<Heard> unasked(@Nullable Heard after, int limit) throws SQLException {
    return heard(UNASKED, after, limit);
  }

  /** All devices, likewise. */
  List<Heard> heard(@Nullable Heard after, int limit) throws SQLException {
    return heard(HEARD, after, limit);
  }

  private List<Heard> heard(String sql, @Nullable Heard last, int limit) throws SQLException {
    var after = last == null ? BEFORE_ALL : last;
    try (var ask = connection.prepareStatement(sql)) {
      ask.setObject(1, after.tenantId());
      ask.setObject(2, after.deviceId());
      ask.setInt(3, limit);
      try (var row = ask.executeQuery()) {
        var heard = new ArrayList<Heard>();
        while (row.next()) {
          heard.add(new Heard(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
        }
        return heard;
      }
    }
  }

  /** Keeps what device-api told, where it is new. */
  void learn(List<Word> words) throws SQLException {
    if (words.isEmpty()) {
      return;
    }
    try (var learn = connection.prepareStatement(LEARN)) {
      set(learn, 1, "uuid", words.stream().map(Word::deviceId).toArray());
      set(learn, 2, "text", words.stream().map(word -> word.knownAs().name()).toArray());
      set(learn, 3, "text", words.stream().map(StatusTurn::offlineAfter).toArray());
      learn.executeUpdate();
    }
  }

  private static @Nullable String offlineAfter(Word word) {
    var offlineAfter = word.offlineAfter();
    return offlineAfter == null ? null : offlineAfter.toString();
  }

  private void set(PreparedStatement statement, int index, String type, @Nullable Object[] values)
      throws SQLException {
    statement.setArray(index, connection.createArrayOf(type, values));
  }

  /**
   * Decides on devices, from one on, and keeps each transition with what became of it.
   *
   * @return the first of those that are left; null where none is
   */
  @Nullable UUID decide(UUID from, int maxDevices, Instant now, Duration hold, Duration lag)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var style = connection.createStatement()) {
      style.execute(ISO_INTERVALS);
      var next = next(from, maxDevices);
      var reception = reception(now);
      try (var decide = connection.prepareStatement(DECIDE)) {
        decide.setObject(1, utc(now));
        decide.setObject(2, utc(reception.since()));
        decide.setObject(3, utc(reception.until().minus(lag)));
        decide.setObject(4, utc(now.minus(hold)));
        decide.setObject(5, from);
        decide.setObject(6, next);
        decide.setObject(7, next);
        decide.executeUpdate();
      }
      connection.commit();
      return next;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private @Nullable UUID next(UUID from, int maxDevices) throws SQLException {
    try (var ask = connection.prepareStatement(NEXT)) {
      ask.setObject(1, from);
      ask.setInt(2, maxDevices);
      try (var row = ask.executeQuery()) {
        return row.next() ? row.getObject(1, UUID.class) : null;
      }
    }
  }

  /** Before anything was noted, silence does not count at all. */
  private Reception reception(Instant now) throws SQLException {
    try (var ask = connection.prepareStatement(HEARD_UNTIL);
        var row = ask.executeQuery()) {
      return row.next()
          ? new Reception(
              row.getObject(1, OffsetDateTime.class).toInstant(),
              row.getObject(2, OffsetDateTime.class).toInstant())
          : new Reception(now, now);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void close() throws SQLException {
    try (connection;
        var unlock = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
      unlock.setLong(1, LOCK);
      unlock.execute();
    }
  }
}
