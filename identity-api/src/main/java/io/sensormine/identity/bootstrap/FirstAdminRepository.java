package io.sensormine.identity.bootstrap;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.sensormine.identity.user.User;
import java.time.Instant;
import java.util.UUID;

/** Platform admins, who belong to no tenant: {@code R__lookups.sql} says what each does. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FirstAdminRepository extends GenericRepository<User, UUID> {
  @Query("SELECT platform_admin_exists()")
  boolean anyExists();

  @Query("SELECT make_first_platform_admin(:id, :email, :displayName, :passwordHash, :now)")
  boolean makeFirst(UUID id, String email, String displayName, String passwordHash, Instant now);
}
