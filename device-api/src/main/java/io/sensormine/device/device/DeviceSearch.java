package io.sensormine.device.device;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.util.List;

/** Finds the tenant's devices. */
@Singleton
class DeviceSearch {
  static final String SELECT =
      """
      SELECT d.id, d.tenant_id, d.external_id, d.name, d.device_type_id, d.serial_number,
        d.attributes, d.latitude, d.longitude, d.altitude, d.tags, d.status, d.revision,
        d.created_at, d.updated_at
      FROM devices d
      """;

  private final JdbcOperations jdbc;

  DeviceSearch(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /** The devices that meet the criteria, in order of id. */
  @ReadOnly
  List<DeviceRow> find(DeviceCriteria criteria, int limit) {
    var sql = SELECT + "WHERE " + criteria.sql() + "\nORDER BY d.id LIMIT ?";
    return jdbc.prepareStatement(
        sql,
        statement -> {
          statement.setInt(criteria.bind(statement), limit);
          try (var rows = statement.executeQuery()) {
            return jdbc.entityStream(rows, DeviceRow.class).toList();
          }
        });
  }
}
