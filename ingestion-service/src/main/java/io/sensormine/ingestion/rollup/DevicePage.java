package io.sensormine.ingestion.rollup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The next devices that have messages in a stretch of a day, by the primary key alone: from device
 * to device, counting each one's messages, until there are enough for a transaction.
 *
 * @param active those with messages in the stretch
 * @param last the last one that was looked at
 * @param isLast whether there is none after it
 */
record DevicePage(List<UUID> active, UUID last, boolean isLast) {
  /** Before every device. */
  static final UUID START = new UUID(0, 0);

  private static final String NEXT =
      """
      WITH RECURSIVE page AS (
        SELECT next.device_id, size.messages, size.messages AS total, 1 AS devices
        FROM (
          SELECT device_id FROM telemetry.telemetry
          WHERE device_id > ? AND time >= ? AND time < ?
          ORDER BY device_id LIMIT 1) AS next
        CROSS JOIN LATERAL (
          SELECT count(*) AS messages FROM telemetry.telemetry AS message
          WHERE message.device_id = next.device_id AND time >= ? AND time < ?) AS size
        UNION ALL
        SELECT next.device_id, size.messages, page.total + size.messages, page.devices + 1
        FROM page
        CROSS JOIN LATERAL (
          SELECT message.device_id FROM telemetry.telemetry AS message
          WHERE message.device_id > page.device_id AND time >= ? AND time < ?
          ORDER BY message.device_id LIMIT 1) AS next
        CROSS JOIN LATERAL (
          SELECT count(*) AS messages FROM telemetry.telemetry AS message
          WHERE message.device_id = next.device_id AND time >= ? AND time < ?) AS size
        WHERE page.total < ? AND page.devices < ?
      )
      SELECT device_id, messages, total, devices FROM page
      """;

  DevicePage {
    active = List.copyOf(active);
  }

  /**
   * Reads one.
   *
   * @param from inclusive, of the same day as {@code to}, which is exclusive
   */
  static DevicePage after(
      UUID device,
      Instant from,
      Instant to,
      long maxMessages,
      int maxDevices,
      Connection connection)
      throws SQLException {
    // the first entry of a device in the day is found at once, the first in the stretch is not
    var dayStart = Times.of(Times.day(from));
    var dayEnd = Times.of(Times.nextDay(from));
    try (var statement = connection.prepareStatement(NEXT)) {
      statement.setObject(1, device);
      var at = 2;
      for (int side = 0; side < 2; side++) {
        statement.setObject(at++, dayStart);
        statement.setObject(at++, dayEnd);
        statement.setObject(at++, Times.of(from));
        statement.setObject(at++, Times.of(to));
      }
      statement.setLong(at++, maxMessages);
      statement.setInt(at, maxDevices);
      try (var rows = statement.executeQuery()) {
        var active = new ArrayList<UUID>();
        var last = device;
        var isLast = true;
        while (rows.next()) {
          last = rows.getObject(1, UUID.class);
          if (rows.getLong(2) > 0) {
            active.add(last);
          }
          isLast = rows.getLong(3) < maxMessages && rows.getInt(4) < maxDevices;
        }
        return new DevicePage(active, last, isLast);
      }
    }
  }
}
