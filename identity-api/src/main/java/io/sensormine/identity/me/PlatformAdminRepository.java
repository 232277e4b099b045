package io.sensormine.identity.me;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface PlatformAdminRepository extends GenericRepository<PlatformAdmin, UUID> {
  @Query("SELECT email, display_name FROM platform_admin(:id)")
  Optional<PlatformAdmin> find(UUID id);
}
