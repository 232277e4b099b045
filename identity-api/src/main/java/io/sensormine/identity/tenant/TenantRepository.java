package io.sensormine.identity.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRepository extends GenericRepository<Tenant, UUID> {
  String COLUMNS = "id, slug, name, status, created_at, updated_at";

  Tenant save(Tenant tenant);

  Tenant update(Tenant tenant);

  Optional<Tenant> findById(UUID id);

  @Query("SELECT " + COLUMNS + " FROM tenants WHERE id = :id FOR UPDATE")
  Optional<Tenant> lock(UUID id);

  @Query("SELECT " + COLUMNS + " FROM tenants WHERE id > :after ORDER BY id LIMIT :limit")
  List<Tenant> page(UUID after, int limit);

  @Query("SELECT id FROM tenants WHERE status = 'SUSPENDED'")
  List<UUID> suspended();

  @Query("SELECT status FROM tenants WHERE id = :id")
  Optional<TenantStatus> status(UUID id);
}
