package io.sensormine.registry.schema;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements on {@code schema_audit_logs}; row-level security keeps each to the tenant. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SchemaAuditRepository extends GenericRepository<SchemaAudit, UUID> {
  SchemaAudit save(SchemaAudit entry);

  /** The newest first. */
  @Query(
      """
      SELECT id, tenant_id, schema_id, action, actor, version, patch, occurred_at
      FROM schema_audit_logs
      WHERE schema_id = :schemaId AND id < :before
      ORDER BY id DESC
      LIMIT :limit
      """)
  List<SchemaAudit> page(UUID schemaId, UUID before, int limit);
}
