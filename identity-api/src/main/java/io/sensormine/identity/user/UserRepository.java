package io.sensormine.identity.user;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The users of the tenant at hand; where none is, the platform admins. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface UserRepository extends GenericRepository<User, UUID> {
  /** What a user is made of. */
  String COLUMNS =
      """
      id, tenant_id, email, display_name, password_hash, roles, failed_logins, locked_until,
      last_login_at, token_generation, created_at, updated_at
      """;

  User save(User user);

  User update(User user);

  Optional<User> findById(UUID id);

  @Query("SELECT " + COLUMNS + " FROM users WHERE id = :id FOR UPDATE")
  Optional<User> lock(UUID id);

  /**
   * A tenant's users, oldest first. The tenant is named, though no other's can be seen: an index is
   * used for what a query says, not for what a policy adds.
   */
  @Query(
      "SELECT "
          + COLUMNS
          + " FROM users WHERE tenant_id = :tenantId AND id > :after ORDER BY id LIMIT :limit")
  List<User> ofTenant(UUID tenantId, UUID after, int limit);

  /** The platform admins, in the same way. */
  @Query(
      "SELECT "
          + COLUMNS
          + " FROM users WHERE tenant_id IS NULL AND id > :after ORDER BY id LIMIT :limit")
  List<User> ofPlatform(UUID after, int limit);

  /** All platform admins, who stay as they are until the transaction ends. */
  @Query("SELECT id FROM users WHERE tenant_id IS NULL ORDER BY id FOR UPDATE")
  List<UUID> lockPlatformAdmins();

  @Query("DELETE FROM users WHERE id = :id")
  int remove(UUID id);

  @Query(
      """
      UPDATE refresh_tokens SET revoked_at = :now WHERE user_id = :id AND revoked_at IS NULL
      """)
  int endSessions(UUID id, Instant now);

  /** Tells every service that a user's tokens of earlier generations are worth nothing. */
  @Query(
      """
      INSERT INTO ended_sessions (user_id, tenant_id, below_generation, ended_at)
      VALUES (:id, :tenantId, :belowGeneration, :now)
      ON CONFLICT (user_id) DO UPDATE SET below_generation = excluded.below_generation,
        ended_at = excluded.ended_at
      """)
  int endTokens(UUID id, UUID tenantId, int belowGeneration, Instant now);

  /** Forgets those of the tenant whose last token has expired. */
  @Query("DELETE FROM ended_sessions WHERE ended_at < :before")
  int forgetEnded(Instant before);
}
