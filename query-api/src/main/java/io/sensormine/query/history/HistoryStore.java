package io.sensormine.query.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.query.telemetry.TelemetryDatabase;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads events and changes of status page by page. The order is made by functions beneath the
 * tenant's views, because a view that is a barrier to security is one to the order of its indexes
 * too: a page of it costs as much as all.
 */
@Singleton
final class HistoryStore {
  private static final String EVENTS =
      """
      SELECT id, time, device_id, type, severity, message, attributes, received_at
      FROM query.events_page(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String CHANGES =
      """
      SELECT time, status, reason, evidence
      FROM query.device_status_page(?, ?, ?, ?, ?, ?)
      """;

  private final TelemetryDatabase database;
  private final ObjectMapper json;

  HistoryStore(TelemetryDatabase database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * Which events are asked for.
   *
   * @param deviceId null for all devices
   * @param type null for all
   * @param severities null for all
   */
  record EventFilter(
      @Nullable UUID deviceId, @Nullable String type, @Nullable List<String> severities) {}

  /** The last event of the page before. */
  record AfterEvent(Instant time, UUID id, UUID deviceId) {}

  List<Event> events(
      EventFilter filter, HistoryRange range, @Nullable AfterEvent after, int limit) {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(EVENTS)) {
        statement.setObject(1, filter.deviceId());
        statement.setString(2, filter.type());
        var severities = filter.severities();
        statement.setArray(
            3, severities == null ? null : connection.createArrayOf("text", severities.toArray()));
        statement.setObject(4, range.from());
        statement.setObject(5, range.to());
        statement.setBoolean(6, range.ascending());
        statement.setObject(7, after == null ? null : after.time().atOffset(ZoneOffset.UTC));
        statement.setObject(8, after == null ? null : after.id());
        statement.setObject(9, after == null ? null : after.deviceId());
        statement.setInt(10, limit);
        try (var rows = statement.executeQuery()) {
          var events = new ArrayList<Event>();
          while (rows.next()) {
            events.add(event(rows));
          }
          return events;
        }
      }
    });
  }

  /**
   * A device's changes of status.
   *
   * @param after the time of the last one of the page before
   */
  List<StatusChange> changes(
      UUID deviceId, HistoryRange range, @Nullable Instant after, int limit) {
    return database.read(connection -> {
      try (var statement = connection.prepareStatement(CHANGES)) {
        statement.setObject(1, deviceId);
        statement.setObject(2, range.from());
        statement.setObject(3, range.to());
        statement.setBoolean(4, range.ascending());
        statement.setObject(5, after == null ? null : after.atOffset(ZoneOffset.UTC));
        statement.setInt(6, limit);
        try (var rows = statement.executeQuery()) {
          var changes = new ArrayList<StatusChange>();
          while (rows.next()) {
            changes.add(
                new StatusChange(
                    instant(rows, "time"),
                    rows.getString("status"),
                    rows.getString("reason"),
                    object(rows, "evidence")));
          }
          return changes;
        }
      }
    });
  }

  private Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getObject("id", UUID.class),
        instant(row, "time"),
        row.getObject("device_id", UUID.class),
        row.getString("type"),
        row.getString("severity"),
        row.getString("message"),
        object(row, "attributes"),
        instant(row, "received_at"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private JsonNode object(ResultSet row, String column) throws SQLException {
    try {
      return json.readTree(row.getString(column));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
