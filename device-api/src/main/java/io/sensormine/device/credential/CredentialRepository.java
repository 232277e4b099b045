package io.sensormine.device.credential;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** device_credentials; row-level security keeps every statement to the tenant at hand. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CredentialRepository extends GenericRepository<CredentialRow, UUID> {
  String SELECT =
      """
      SELECT id, tenant_id, device_id, name, not_before, not_after, first_used_at, last_used_at,
        revoked_at, revoked_by, created_at, created_by
      FROM device_credentials
      """;

  @Query(
      """
      INSERT INTO device_credentials
        (id, tenant_id, device_id, name, secret_sha256, not_before, not_after, created_at, created_by)
      VALUES (:id, :tenantId, :deviceId, :name, :sha256, :notBefore, :notAfter, :createdAt, :createdBy)
      """)
  void insert(
      UUID id,
      UUID tenantId,
      @Nullable UUID deviceId,
      @Nullable String name,
      String sha256,
      @Nullable Instant notBefore,
      @Nullable Instant notAfter,
      Instant createdAt,
      String createdBy);

  /** One of a device's, or of the gateways' where the device is null; it is locked. */
  @Query(
      SELECT
          + """
          WHERE id = :id AND device_id IS NOT DISTINCT FROM CAST(:deviceId AS uuid)
          FOR UPDATE
          """)
  Optional<CredentialRow> lock(UUID id, @Nullable UUID deviceId);

  @Query(SELECT + "WHERE id = :id AND device_id IS NOT DISTINCT FROM CAST(:deviceId AS uuid)")
  Optional<CredentialRow> find(UUID id, @Nullable UUID deviceId);

  @Query(SELECT + "WHERE device_id = :deviceId AND id > :after ORDER BY id LIMIT :limit")
  List<CredentialRow> ofDevice(UUID deviceId, UUID after, int limit);

  @Query(SELECT + "WHERE device_id IS NULL AND id > :after ORDER BY id LIMIT :limit")
  List<CredentialRow> ofGateways(UUID after, int limit);

  @Query("UPDATE device_credentials SET revoked_at = :at, revoked_by = :actor WHERE id = :id")
  void revoke(UUID id, Instant at, String actor);

  /** Revokes those of the devices that are not revoked yet; which that were. */
  @Query(
      """
      WITH revoked AS (
        UPDATE device_credentials SET revoked_at = :at, revoked_by = :actor
        WHERE device_id IN (:deviceIds) AND revoked_at IS NULL
        RETURNING id, device_id)
      SELECT id, device_id FROM revoked
      """)
  List<RevokedCredential> revokeAll(List<UUID> deviceIds, Instant at, String actor);
}
