package io.sensormine.device.type;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.ReadOnly;
import io.sensormine.contracts.device.DeviceStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts the devices of a type. */
@Singleton
class DeviceTypeUsages {
  /** Served by ix_devices_type_status. */
  private static final String BY_STATUS =
      "SELECT status, count(*) FROM devices WHERE device_type_id = ? GROUP BY status";

  /** Ids are in order of creation, so ix_devices_type finds the newest. */
  private static final String NEWEST =
      "SELECT created_at FROM devices WHERE device_type_id = ? ORDER BY id DESC LIMIT 1";

  private final JdbcOperations jdbc;

  DeviceTypeUsages(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @ReadOnly
  DeviceTypeUsage of(UUID typeId) {
    var byStatus = byStatus(typeId);
    return new DeviceTypeUsage(
        typeId,
        byStatus.values().stream().mapToLong(Long::longValue).sum(),
        byStatus,
        newest(typeId));
  }

  private Map<DeviceStatus, Long> byStatus(UUID typeId) {
    return jdbc.prepareStatement(
        BY_STATUS,
        statement -> {
          statement.setObject(1, typeId);
          var counts = new EnumMap<DeviceStatus, Long>(DeviceStatus.class);
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              counts.put(DeviceStatus.valueOf(rows.getString(1)), rows.getLong(2));
            }
          }
          return counts;
        });
  }

  private @Nullable Instant newest(UUID typeId) {
    return jdbc.<@Nullable Instant>prepareStatement(
        NEWEST,
        statement -> {
          statement.setObject(1, typeId);
          try (var rows = statement.executeQuery()) {
            return rows.next() ? rows.getObject(1, OffsetDateTime.class).toInstant() : null;
          }
        });
  }
}
