package io.sensormine.identity.erasure;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger. Row-level security shows a tenant's erasures, or the platform's; the functions of
 * {@code R__erasures.sql}, which write, look at all.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ErasureRepository extends GenericRepository<ErasureRow, UUID> {
  String COLUMNS = "id, tenant_id, subject, subject_id, requested_by, requested_at, completed_at";

  Optional<ErasureRow> findById(UUID id);

  @Query(
      "SELECT "
          + COLUMNS
          + " FROM erasures WHERE id < :before"
          + " AND tenant_id IS NOT DISTINCT FROM CAST(:tenantId AS uuid)"
          + " ORDER BY id DESC LIMIT :limit")
  List<ErasureRow> page(@Nullable UUID tenantId, UUID before, int limit);

  @Query(
      """
      SELECT erasure_id, service, counts::text AS counts, completed_at
      FROM erasure_parts WHERE erasure_id IN (:ids) ORDER BY erasure_id, service
      """)
  List<PartRow> parts(List<UUID> ids);

  @Query(
      """
      SELECT file_erasure(:id, CAST(:tenantId AS uuid), :subject, :subjectId, :requestedBy, :now,
        string_to_array(:services, ' '))
      """)
  UUID file(
      UUID id,
      @Nullable UUID tenantId,
      String subject,
      UUID subjectId,
      String requestedBy,
      Instant now,
      String services);

  @Query(
      """
      SELECT id, tenant_id, subject, subject_id, requested_at
      FROM pending_erasures(:service, CAST(:after AS uuid), :limit)
      """)
  List<PendingRow> pending(String service, @Nullable UUID after, int limit);

  /** Whether the service has a part in the erasure. */
  @Query(
      """
      SELECT report_erased_part(:id, :service, CAST(:counts AS jsonb), :now, :eventId)
      """)
  boolean report(UUID id, String service, String counts, Instant now, UUID eventId);

  @Query("SELECT id FROM ripe_tenant_erasures(CAST(:after AS uuid), :limit)")
  List<UUID> ripe(@Nullable UUID after, int limit);

  /** Whether nothing is left to do here: the tenant is gone, or another replica is at it. */
  @Query("SELECT coalesce(erase_tenant(:id, :limit, :now, :eventId), true)")
  boolean eraseTenant(UUID id, int limit, Instant now, UUID eventId);

  @Query("SELECT pending, oldest FROM count_pending_erasures()")
  PendingCount count();

  @Query("SELECT tenant_id FROM erased_tenants()")
  List<UUID> erasedTenants();

  @Query("SELECT tenant_erasure_pending(:tenantId)")
  boolean isTenantPending(UUID tenantId);
}
