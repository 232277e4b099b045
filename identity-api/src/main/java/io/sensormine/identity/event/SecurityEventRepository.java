package io.sensormine.identity.event;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SecurityEventRepository extends GenericRepository<SecurityEvent, UUID> {
  String COLUMNS =
      "SELECT id, tenant_id, occurred_at, type, actor, target, detail FROM security_events";

  String PAGE =
      """
      id < :before
        AND (CAST(:type AS text) IS NULL OR type = CAST(:type AS text))
        AND (CAST(:from AS timestamptz) IS NULL OR occurred_at >= CAST(:from AS timestamptz))
        AND (CAST(:to AS timestamptz) IS NULL OR occurred_at < CAST(:to AS timestamptz))
      ORDER BY id DESC
      LIMIT :limit
      """;

  SecurityEvent save(SecurityEvent event);

  /** Saves an event of the tenant unless there is one of that type and actor since then. */
  @Query(
      """
      INSERT INTO security_events (id, tenant_id, occurred_at, type, actor, detail)
      SELECT :id, :tenantId, :now, :type, :actor, :detail
      WHERE NOT EXISTS (
        SELECT FROM security_events
        WHERE tenant_id = :tenantId AND type = :type AND actor = :actor AND occurred_at > :since)
      """)
  int saveOnce(
      UUID id,
      UUID tenantId,
      Instant now,
      SecurityEventType type,
      String actor,
      String detail,
      Instant since);

  /**
   * A tenant's events, youngest first. The tenant is named, though no other's can be seen: an index
   * is used for what a query says, not for what a policy adds.
   *
   * @param from inclusive
   * @param to exclusive
   */
  @Query(COLUMNS + " WHERE tenant_id = :tenantId AND " + PAGE)
  List<SecurityEvent> ofTenant(
      UUID tenantId,
      UUID before,
      @Nullable SecurityEventType type,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit);

  /** The platform's own, which are of no tenant, in the same way. */
  @Query(COLUMNS + " WHERE tenant_id IS NULL AND " + PAGE)
  List<SecurityEvent> ofPlatform(
      UUID before,
      @Nullable SecurityEventType type,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit);
}
