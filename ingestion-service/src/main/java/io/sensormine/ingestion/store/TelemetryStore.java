package io.sensormine.ingestion.store;

import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages, from whatever source: each device and instant is one row, however often it
 * comes. When a call returns, its transaction has committed. Thread-safe; may block.
 */
@Singleton
public final class TelemetryStore {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryStore.class);
  private static final int MAX_ATTEMPTS = 5;

  /** Serialization failure and deadlock: the transaction is gone, and can be had again. */
  private static final Set<String> WORTH_REPEATING = Set.of("40001", "40P01");

  private static final String UPSERT =
      """
      INSERT INTO telemetry.telemetry AS stored
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      SELECT tenant_id, device_id, time, schema_version_id, fields::jsonb, received_at
      FROM unnest(?::uuid[], ?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::timestamptz[])
        AS incoming (tenant_id, device_id, time, schema_version_id, fields, received_at)
      ORDER BY device_id, time
      ON CONFLICT (device_id, time) DO UPDATE SET
        fields = CASE
          WHEN stored.schema_version_id = excluded.schema_version_id
            THEN stored.fields || excluded.fields
          ELSE excluded.fields
        END,
        schema_version_id = excluded.schema_version_id,
        received_at = excluded.received_at
      WHERE %s
        AND (stored.schema_version_id <> excluded.schema_version_id
          OR NOT stored.fields @> excluded.fields)
      RETURNING device_id, time, (xmax = 0) AS inserted
      """
          .formatted(TenantPredicate.sameTenant("stored"));

  private static final String KEEP =
      """
      INSERT INTO telemetry.rejected_messages
        (id, received_at, tenant_id, protocol, device_id, device_external_id, schema_version_id,
         code, errors, payload, payload_bytes)
      SELECT id, received_at, tenant_id, protocol, device_id, device_external_id,
        schema_version_id, code, errors::jsonb, payload, payload_bytes
      FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[], ?::uuid[], ?::text[],
          ?::uuid[], ?::text[], ?::text[], ?::bytea[], ?::bigint[])
        AS refused (id, received_at, tenant_id, protocol, device_id, device_external_id,
          schema_version_id, code, errors, payload, payload_bytes)
      """;

  /** A late message may land in a chunk that is in columns: let it unpack what it must. */
  private static final String UNPACK_WHAT_IT_TAKES =
      "SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0";

  private final Connections database;
  private final Edition edition;

  TelemetryStore(Connections database, Edition edition) {
    this.database = database;
    this.edition = edition;
  }

  /**
   * Writes a batch in one transaction and commits.
   *
   * @return what became of each record, in their order
   */
  public List<Outcome> write(Batch batch) {
    return repeating(batch, true);
  }

  /** What {@link #write} would come to now; everything is as before afterwards. */
  public List<Outcome> rehearse(Batch batch) {
    return repeating(batch, false);
  }

  private List<Outcome> repeating(Batch batch, boolean commit) {
    var fold = Fold.of(batch.records());
    for (int attempt = 1; ; attempt++) {
      try {
        return fold.outcomes(transaction(fold.rows(), batch.deadLetters(), commit));
      } catch (SQLException e) {
        if (attempt == MAX_ATTEMPTS || !WORTH_REPEATING.contains(String.valueOf(e.getSQLState()))) {
          throw new IllegalStateException("telemetry was not written", e);
        }
        LOG.debug("attempt {} gave way to another transaction", attempt, e);
      }
    }
  }

  private Map<Fold.Key, Boolean> transaction(
      List<TelemetryRecord> rows, List<DeadLetter> deadLetters, boolean commit)
      throws SQLException {
    try (var connection = database.open()) {
      connection.setAutoCommit(false);
      try {
        var written = rows.isEmpty() ? Map.<Fold.Key, Boolean>of() : upsert(connection, rows);
        if (!deadLetters.isEmpty()) {
          keep(connection, deadLetters);
        }
        if (commit) {
          connection.commit();
        } else {
          connection.rollback();
        }
        return written;
      } catch (SQLException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private Map<Fold.Key, Boolean> upsert(Connection connection, List<TelemetryRecord> rows)
      throws SQLException {
    if (edition.hasColumnstore()) {
      try (var statement = connection.createStatement()) {
        statement.execute(UNPACK_WHAT_IT_TAKES);
      }
    }
    try (var upsert = connection.prepareStatement(UPSERT)) {
      var arrays = new Arrays<>(connection, rows);
      upsert.setArray(1, arrays.of("uuid", TelemetryRecord::tenantId));
      upsert.setArray(2, arrays.of("uuid", TelemetryRecord::deviceId));
      upsert.setArray(3, arrays.of("timestamptz", row -> row.time().toString()));
      upsert.setArray(4, arrays.of("uuid", TelemetryRecord::schemaVersionId));
      upsert.setArray(5, arrays.of("text", row -> FieldsJson.of(row.fields())));
      upsert.setArray(6, arrays.of("timestamptz", row -> row.receivedAt().toString()));
      Map<Fold.Key, Boolean> written = HashMap.newHashMap(rows.size());
      try (var row = upsert.executeQuery()) {
        while (row.next()) {
          Instant time = row.getObject(2, OffsetDateTime.class).toInstant();
          written.put(new Fold.Key(row.getObject(1, UUID.class), time), row.getBoolean(3));
        }
      }
      return written;
    }
  }

  private static void keep(Connection connection, List<DeadLetter> letters) throws SQLException {
    try (var keep = connection.prepareStatement(KEEP)) {
      var arrays = new Arrays<>(connection, letters);
      keep.setArray(1, arrays.of("uuid", DeadLetter::id));
      keep.setArray(2, arrays.of("timestamptz", letter -> letter.receivedAt().toString()));
      keep.setArray(3, arrays.of("uuid", DeadLetter::tenantId));
      keep.setArray(4, arrays.of("text", letter -> letter.protocol().name()));
      keep.setArray(5, arrays.of("uuid", DeadLetter::deviceId));
      keep.setArray(6, arrays.of("text", TelemetryStore::externalId));
      keep.setArray(7, arrays.of("uuid", DeadLetter::schemaVersionId));
      keep.setArray(8, arrays.of("text", letter -> letter.flaws().getFirst().code().wireName()));
      keep.setArray(9, arrays.of("text", letter -> FieldsJson.of(letter.flaws())));
      keep.setArray(
          10,
          connection.createArrayOf(
              "bytea", letters.stream().map(DeadLetter::payload).toArray(byte[][]::new)));
      keep.setArray(11, arrays.of("int8", DeadLetter::payloadBytes));
      keep.executeUpdate();
    }
  }

  private static @Nullable String externalId(DeadLetter letter) {
    return letter.externalId() == null ? null : FieldsJson.storable(letter.externalId());
  }

  private static void rollback(Connection connection, SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException gone) {
      reason.addSuppressed(gone);
    }
  }

  /** Columns of rows, as arrays for {@code unnest}. */
  private record Arrays<T>(Connection connection, List<T> rows) {
    private java.sql.Array of(String type, Function<T, ? extends @Nullable Object> column)
        throws SQLException {
      return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }
  }
}
