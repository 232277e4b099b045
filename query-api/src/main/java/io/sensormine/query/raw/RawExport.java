package io.sensormine.query.raw;

import io.sensormine.query.budget.QueryBudget;
import io.sensormine.query.budget.Slot;
import io.sensormine.query.format.Format;
import io.sensormine.query.format.Table;
import io.sensormine.query.raw.ExportPlaces.Place;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Whole ranges of messages as tables that are read while they are sent, of one state of the data.
 */
@Singleton
final class RawExport {
  private static final String ASCENDING =
      """
      SELECT (extract(epoch FROM time) * 1000000)::bigint, schema_version_id, fields
      FROM query.telemetry_ascending
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
      ORDER BY time
      """;

  private static final String DESCENDING =
      """
      SELECT (extract(epoch FROM time) * 1000000)::bigint, schema_version_id, fields
      FROM query.telemetry_descending
      WHERE device_id = ? AND time >= ? AND time < ?
        AND (?::text[] IS NULL OR jsonb_exists_any(fields, ?::text[]))
      ORDER BY time DESC
      """;

  private final TelemetryDatabase database;
  private final FieldNames names;
  private final ExportSettings settings;
  private final QueryBudget budget;
  private final ExportPlaces places;

  RawExport(
      TelemetryDatabase database,
      FieldNames names,
      ExportSettings settings,
      QueryBudget budget,
      ExportPlaces places) {
    this.budget = budget;
    this.database = database;
    this.names = names;
    this.settings = settings;
    this.places = places;
  }

  /**
   * The range as a table, which the caller must close; 429 while as many as may be are being sent
   * to the tenant at hand, 503 while they are to all.
   *
   * @param format only Arrow's columns need to have types
   */
  Table table(RawRange range, String externalId, Format format) {
    boolean handedOver = false;
    // first, for it may be waited for, and nobody shall hold a place meanwhile
    var slot = budget.take();
    try {
      var place = places.take();
      try {
        var table = table(range, externalId, format, slot, place);
        handedOver = true;
        return table;
      } finally {
        if (!handedOver) {
          place.close();
        }
      }
    } finally {
      if (!handedOver) {
        slot.close();
      }
    }
  }

  private Table table(RawRange range, String externalId, Format format, Slot slot, Place place) {
    boolean handedOver = false;
    try {
      var connection = database.openSnapshot();
      try {
        var columns = columns(connection, range, format, slot);
        var ahead = ahead(connection, range, slot, place).start();
        handedOver = true;
        return new Table(columns.all(), new RawRows(ahead, range.deviceId(), externalId, columns));
      } finally {
        if (!handedOver) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw database.failure(slot, e);
    }
  }

  private RawColumns columns(Connection connection, RawRange range, Format format, Slot slot)
      throws SQLException {
    try (var _ = slot.guard(connection)) {
      return format == Format.ARROW
          ? names.typed(connection, range)
          : names.untyped(connection, range);
    }
  }

  /** The slot, the place and the connection are held until all is read. */
  private ReadAhead ahead(Connection connection, RawRange range, Slot slot, Place place)
      throws SQLException {
    var statement = connection.prepareStatement(range.ascending() ? ASCENDING : DESCENDING);
    range.bind(connection, statement, 1);
    return new ReadAhead(
        connection,
        slot.guard(connection),
        statement,
        settings.patience(),
        () -> {
          slot.close();
          place.close();
        });
  }
}
