package io.sensormine.ingestion.status;

import io.sensormine.kit.tenant.Connections;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Devices' status in the database. Thread-safe; blocks. */
@Singleton
final class StatusStore {
  private static final String COUNTS =
      """
      SELECT count(*) FILTER (WHERE status = 'ONLINE'), count(*) FILTER (WHERE status = 'OFFLINE')
      FROM telemetry.device_activity
      """;

  private final Connections database;

  StatusStore(Connections database) {
    this.database = database;
  }

  /** The right to decide, of one process at a time; null where another has it. */
  @Nullable StatusTurn turn() throws SQLException {
    return StatusTurn.take(database.open());
  }

  StatusMeters.Counts counts() throws SQLException {
    try (var connection = database.open();
        var ask = connection.prepareStatement(COUNTS);
        var row = ask.executeQuery()) {
      row.next();
      return new StatusMeters.Counts(row.getLong(1), row.getLong(2));
    }
  }
}
