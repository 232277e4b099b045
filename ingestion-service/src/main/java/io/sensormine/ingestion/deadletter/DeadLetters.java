package io.sensormine.ingestion.deadletter;

import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.ingestion.deadletter.LetterQuery.Position;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.kit.rate.Turns;
import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the dead letters of the tenant at hand. Thread-safe; blocks. */
@Singleton
final class DeadLetters {
  private static final String COLUMNS =
      """
      letter.id, letter.received_at, letter.protocol, letter.kind, letter.payload_format,
        letter.device_id, letter.device_external_id, letter.schema_version_id, letter.code, letter.errors,
        letter.payload, letter.payload_bytes, letter.replayed_at\
      """;

  /** Payloads of more bytes are not read together: a page is shorter then, a chunk smaller. */
  private static final int MAX_BYTES = 4 << 20;

  private static final int ROWS_AT_ONCE = 50;

  /** So that readers never take the connections that writers need. */
  private static final int READERS = 2;

  private final Connections database;
  private final Turns turns =
      new Turns(
          "Too many dead letters are being read; try again in a moment.",
          READERS,
          Turns.USUAL_WAIT);

  DeadLetters(Connections database) {
    this.database = database;
  }

  /**
   * Some letters in a row.
   *
   * @param more whether others follow
   */
  record Some(List<StoredLetter> letters, boolean more) {
    Some {
      letters = List.copyOf(letters);
    }
  }

  /**
   * Letters, newest first; fewer than there may be, but one at least, where they are large.
   *
   * @param before after which letter the list begins; null for the newest
   * @param limit how many there may be
   */
  Some newestFirst(LetterFilter filter, @Nullable Position before, int limit) {
    return read(newest(filter, before, limit), limit);
  }

  /** The statement of {@link #newestFirst}. */
  static LetterQuery newest(LetterFilter filter, @Nullable Position before, int limit) {
    var query = new LetterQuery(COLUMNS).where(filter);
    if (before != null) {
      query.beyond(before, true);
    }
    return query.then("ORDER BY letter.received_at DESC, letter.id DESC LIMIT " + (limit + 1));
  }

  /** The same, oldest first. */
  Some oldestFirst(LetterFilter filter, @Nullable Position after, int limit) {
    var query = new LetterQuery(COLUMNS).where(filter);
    if (after != null) {
      query.beyond(after, false);
    }
    query.then("ORDER BY letter.received_at, letter.id LIMIT " + (limit + 1));
    return read(query, limit);
  }

  /** How many letters there are of each code, the most frequent first. */
  List<CodeCounts.Item> counts(LetterFilter filter) {
    var query =
        new LetterQuery("letter.code, count(*)")
            .where(filter)
            .then("GROUP BY letter.code ORDER BY count(*) DESC, letter.code");
    return turns.take(() -> counts(query));
  }

  private List<CodeCounts.Item> counts(LetterQuery query) {
    try (var connection = database.open();
        var statement = query.prepare(connection);
        var rows = statement.executeQuery()) {
      var counts = new ArrayList<CodeCounts.Item>();
      while (rows.next()) {
        counts.add(new CodeCounts.Item(rows.getString(1), rows.getLong(2)));
      }
      return counts;
    } catch (SQLException e) {
      throw unread(e);
    }
  }

  private Some read(LetterQuery query, int limit) {
    return turns.take(() -> readNow(query, limit));
  }

  private Some readNow(LetterQuery query, int limit) {
    try (var connection = database.open()) {
      connection.setAutoCommit(false); // rows come a few at a time only within a transaction
      try (var statement = query.prepare(connection)) {
        statement.setFetchSize(ROWS_AT_ONCE);
        try (var rows = statement.executeQuery()) {
          var letters = new ArrayList<StoredLetter>();
          long bytes = 0;
          while (rows.next()) {
            if (letters.size() == limit || bytes > MAX_BYTES) {
              return new Some(letters, true);
            }
            var letter = letter(rows);
            letters.add(letter);
            bytes += letter.payload().length;
          }
          return new Some(letters, false);
        }
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw unread(e);
    }
  }

  private static StoredLetter letter(ResultSet row) throws SQLException {
    return new StoredLetter(
        row.getObject("id", UUID.class),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        Protocol.valueOf(row.getString("protocol")),
        DeadLetter.Kind.valueOf(row.getString("kind")),
        PayloadFormat.valueOf(row.getString("payload_format")),
        row.getObject("device_id", UUID.class),
        row.getString("device_external_id"),
        row.getObject("schema_version_id", UUID.class),
        row.getString("code"),
        row.getString("errors"),
        row.getBytes("payload"),
        row.getLong("payload_bytes"),
        instant(row.getObject("replayed_at", OffsetDateTime.class)));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static DataAccessException unread(SQLException e) {
    return new DataAccessException("reading dead letters failed: " + e.getMessage(), e);
  }
}
