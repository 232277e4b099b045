package io.sensormine.device.type;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** device_type_versions. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceTypeVersionRepository extends GenericRepository<DeviceTypeVersion, UUID> {
  DeviceTypeVersion save(DeviceTypeVersion version);

  Optional<DeviceTypeVersion> findByDeviceTypeIdAndVersion(UUID deviceTypeId, int version);

  /** The newest first. */
  @Query(
      """
      SELECT id, tenant_id, device_type_id, version, snapshot, actor, created_at
      FROM device_type_versions
      WHERE device_type_id = :deviceTypeId AND version < :before
      ORDER BY version DESC
      LIMIT :limit
      """)
  List<DeviceTypeVersion> page(UUID deviceTypeId, int before, int limit);
}
