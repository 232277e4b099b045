package io.sensormine.device.type;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** device_type_audit_logs. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceTypeAuditRepository extends GenericRepository<DeviceTypeAudit, UUID> {
  DeviceTypeAudit save(DeviceTypeAudit entry);

  /** The newest first. */
  @Query(
      """
      SELECT id, tenant_id, device_type_id, action, actor, revision, patch, details,
        occurred_at
      FROM device_type_audit_logs
      WHERE device_type_id = :deviceTypeId AND id < :before
      ORDER BY id DESC
      LIMIT :limit
      """)
  List<DeviceTypeAudit> page(UUID deviceTypeId, UUID before, int limit);
}
