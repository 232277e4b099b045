package io.sensormine.device.device;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** device_audit_logs. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceAuditRepository extends GenericRepository<DeviceAudit, UUID> {
  DeviceAudit save(DeviceAudit entry);

  /** The newest first. */
  @Query(
      """
      SELECT id, tenant_id, device_id, action, actor, revision, patch, occurred_at
      FROM device_audit_logs
      WHERE device_id = :deviceId AND id < :before
      ORDER BY id DESC
      LIMIT :limit
      """)
  List<DeviceAudit> page(UUID deviceId, UUID before, int limit);
}
