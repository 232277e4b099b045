package io.sensormine.ingestion.rollup;

import io.sensormine.local.DatabaseRole;
import io.sensormine.local.Edition;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database of a test's own with ingestion's tables, and a writer as the service's is. */
final class RollupDatabase implements AutoCloseable {
  static final UUID TENANT = new UUID(1, 1);

  private static final String UPSERT =
      """
      INSERT INTO telemetry.telemetry AS stored
        (tenant_id, device_id, time, schema_version_id, fields, received_at)
      SELECT ?, device_id, time, schema_version_id, fields::jsonb, now()
      FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[])
        AS incoming (device_id, time, schema_version_id, fields)
      ORDER BY device_id, time
      ON CONFLICT (device_id, time) DO UPDATE SET
        fields = CASE
          WHEN stored.schema_version_id = excluded.schema_version_id
            THEN stored.fields || excluded.fields
          ELSE excluded.fields
        END,
        schema_version_id = excluded.schema_version_id,
        received_at = excluded.received_at
      WHERE stored.schema_version_id <> excluded.schema_version_id
        OR NOT stored.fields @> excluded.fields
      RETURNING device_id, time,
      """
          + RollupDirt.CLOSED_UNTIL;

  private final TestDatabase database = TestDatabases.timeseries();
  private final boolean hasColumnstore = database.edition() == Edition.TIMESCALE;
  private final RollupDirt dirt = new RollupDirt();

  RollupDatabase() {
    var environment = database.environment();
    Flyway.configure()
        .dataSource(
            database.url(),
            DatabaseRole.TELEMETRY_OWNER.roleName(),
            environment.get(DatabaseRole.TELEMETRY_OWNER.passwordVariable()))
        .locations("classpath:db/ingestion")
        .defaultSchema("telemetry")
        .load()
        .migrate();
  }

  /** A message, its fields as JSON. */
  record Message(UUID device, Instant time, UUID version, String fields) {}

  TestDatabase database() {
    return database;
  }

  /** As the role under which the service writes and rolls up. */
  Connection writer() throws SQLException {
    return database.connect(DatabaseRole.TELEMETRY_WRITER);
  }

  /** Writes messages, no two of one device and time, in one transaction, and commits. */
  void write(Connection connection, List<Message> messages) throws SQLException {
    writeOnly(connection, messages);
    connection.commit();
  }

  /** The same without committing; by turns asks for the mark before, within and after. */
  void writeOnly(Connection connection, List<Message> messages) throws SQLException {
    connection.setAutoCommit(false);
    if (hasColumnstore) {
      try (var unpack = connection.createStatement()) {
        unpack.execute("SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0");
      }
    }
    var changed = new HashSet<Cell>();
    var closedUntil = Instant.EPOCH;
    try (var statement = connection.prepareStatement(UPSERT)) {
      statement.setObject(1, TENANT);
      statement.setArray(
          2, connection.createArrayOf("uuid", messages.stream().map(Message::device).toArray()));
      statement.setArray(
          3,
          connection.createArrayOf(
              "timestamptz", messages.stream().map(m -> m.time().toString()).toArray()));
      statement.setArray(
          4, connection.createArrayOf("uuid", messages.stream().map(Message::version).toArray()));
      statement.setArray(
          5, connection.createArrayOf("text", messages.stream().map(Message::fields).toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          closedUntil = rows.getObject(3, OffsetDateTime.class).toInstant();
          changed.add(
              new Cell(
                  TENANT,
                  rows.getObject(1, UUID.class),
                  rows.getObject(2, OffsetDateTime.class).toInstant()));
        }
      }
    }
    if (messages.size() % 2 == 0) {
      dirt.note(connection, changed);
    } else {
      dirt.note(connection, closedUntil, changed);
    }
  }

  /** Closes, rolls up and cleans until there is nothing to do. */
  void rollAll(Rolling rolling, Connection connection, Instant now) throws SQLException {
    if (!rolling.close(connection, now)) {
      throw new AssertionError("hours could not be closed");
    }
    var isMore = true;
    while (isMore) {
      isMore = rolling.roll(connection, () -> false);
      isMore |= rolling.clean(connection).isMore();
    }
  }

  /** Puts all that is there into columns, where the edition has them. */
  void putIntoColumns() {
    if (hasColumnstore) {
      for (var table : List.of("telemetry", "metrics_1h", "metrics_1d")) {
        query(
            "SELECT public.compress_chunk(chunk, if_not_compressed => true)"
                + " FROM public.show_chunks('telemetry.%s') AS chunk".formatted(table));
      }
    }
  }

  /** What a statement reads, by a superuser: the first column, as text. */
  List<String> query(String sql) {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs a statement as a superuser. */
  void execute(String sql) {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
