package io.sensormine.identity.apitoken;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API tokens of the tenant at hand. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ApiTokenRepository extends GenericRepository<ApiToken, UUID> {
  /** What a token is made of. */
  String COLUMNS =
      """
      id, tenant_id, name, roles, secret_sha256, created_by, created_at, updated_at, expires_at,
      last_used_at, revoked_at
      """;

  ApiToken save(ApiToken token);

  Optional<ApiToken> findById(UUID id);

  @Query("SELECT " + COLUMNS + " FROM api_tokens WHERE id = :id FOR UPDATE")
  Optional<ApiToken> lock(UUID id);

  @Query("SELECT " + COLUMNS + " FROM api_tokens WHERE id > :after ORDER BY id LIMIT :limit")
  List<ApiToken> page(UUID after, int limit);

  /** When and by whom it was used is not ours to write: that has a look-up of its own. */
  @Query(
      """
      UPDATE api_tokens
      SET name = :name, roles = :roles, expires_at = :expiresAt, updated_at = :now
      WHERE id = :id
      """)
  int change(UUID id, String name, List<String> roles, @Nullable Instant expiresAt, Instant now);

  @Query(
      """
      UPDATE api_tokens SET revoked_at = :now, updated_at = :now
      WHERE id = :id AND revoked_at IS NULL
      """)
  int revoke(UUID id, Instant now);

  /** Of whichever tenant: {@code R__lookups.sql} says what it does. */
  @Query(
      """
      SELECT id, tenant_id, name, roles, expires_at FROM verify_api_token(:sha256, :now)
      """)
  Optional<VerifiedToken> verify(String sha256, Instant now);
}
