package io.sensormine.identity.event;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SecurityEventRepository extends GenericRepository<SecurityEvent, UUID> {
  SecurityEvent save(SecurityEvent event);

  @Query(
      """
      SELECT id, tenant_id, occurred_at, type, actor, target, detail
      FROM security_events
      WHERE id < :before
      ORDER BY id DESC
      LIMIT :limit
      """)
  List<SecurityEvent> page(UUID before, int limit);
}
