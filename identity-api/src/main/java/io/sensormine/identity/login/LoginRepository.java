package io.sensormine.identity.login;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is looked up before a tenant is known: {@code R__lookups.sql} says what each does. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LoginRepository extends GenericRepository<LoginAttempt, UUID> {
  @Query(
      """
      SELECT tenant_id, user_id, password_hash, roles, token_generation, open, locking
      FROM login_attempt(:slug, :email, :now, :maxFailures, :lockUntil)
      """)
  Optional<LoginAttempt> attempt(
      @Nullable String slug, String email, Instant now, int maxFailures, Instant lockUntil);

  @Query("SELECT count(*) FROM login_succeeded(:userId, :now)")
  long succeeded(UUID userId, Instant now);

  @Query("SELECT open_refresh_family(:id, :userId, :generation, :sha256, :now, :expires)")
  boolean openFamily(
      UUID id, UUID userId, int generation, String sha256, Instant now, Instant expires);

  @Query(
      """
      SELECT tenant_id, user_id, email, roles, token_generation, replayed
      FROM rotate_refresh_token(:sha256, :nextId, :nextSha256, :now, :expires)
      """)
  Optional<Rotation> rotate(
      String sha256, UUID nextId, String nextSha256, Instant now, Instant expires);

  @Query("SELECT tenant_id, user_id FROM revoke_refresh_family(:sha256, :now)")
  Optional<Revocation> revokeFamily(String sha256, Instant now);

  @Query("SELECT display_name FROM platform_admin(:userId)")
  Optional<String> platformAdminsName(UUID userId);

  @Query("SELECT change_platform_admin_password(:userId, :generation, :passwordHash, :now)")
  boolean changeAdminPassword(UUID userId, int generation, String passwordHash, Instant now);
}
