package io.sensormine.device.credential;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** gateway_credential_audit_logs. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface GatewayCredentialAuditRepository extends GenericRepository<GatewayCredentialAudit, UUID> {
  GatewayCredentialAudit save(GatewayCredentialAudit entry);

  /** The newest first. */
  @Query(
      """
      SELECT a.id, a.credential_id, c.name, a.action, a.actor, a.occurred_at AS at, a.patch
      FROM gateway_credential_audit_logs a
      JOIN device_credentials c ON c.tenant_id = a.tenant_id AND c.id = a.credential_id
      WHERE a.id < :before
      ORDER BY a.id DESC
      LIMIT :limit
      """)
  List<GatewayCredentialEntry> page(UUID before, int limit);
}
