package io.sensormine.device.type;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** device_types; row-level security keeps every statement to the tenant at hand. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeviceTypeRepository extends GenericRepository<DeviceTypeRow, UUID> {
  String SELECT =
      """
      SELECT id, tenant_id, name, description, protocol, schema_id,
        schema_version_policy, schema_version_id, attributes, tags, expected_interval_ms,
        offline_after_ms, version, revision, archived_at, created_at, updated_at
      FROM device_types
      """;

  DeviceTypeRow save(DeviceTypeRow row);

  DeviceTypeRow update(DeviceTypeRow row);

  Optional<DeviceTypeRow> findById(UUID id);

  /** Nobody else changes it, or makes a device of it, until the transaction ends. */
  @Query(SELECT + "WHERE id = :id FOR UPDATE")
  Optional<DeviceTypeRow> lock(UUID id);

  /** Nobody changes it until the transaction ends. */
  @Query(SELECT + "WHERE id = :id FOR SHARE")
  Optional<DeviceTypeRow> hold(UUID id);

  /** The same of several, locked in order of id. */
  @Query(SELECT + "WHERE id IN (:ids) ORDER BY id FOR SHARE")
  List<DeviceTypeRow> holdAll(Collection<UUID> ids);

  @Query(SELECT + "WHERE id IN (:ids)")
  List<DeviceTypeRow> findAll(Collection<UUID> ids);

  /**
   * The living ones; a null filter lets all pass.
   *
   * @param q what a name begins with, in any case: the range of the texts from it to those that go
   *     on with U+10FFFF, which sorts after every character there is, and is none itself
   */
  @Query(
      SELECT
          + """
          WHERE archived_at IS NULL AND id > :after
            AND (CAST(:q AS text) IS NULL
              OR search_name >= lower(CAST(:q AS text) COLLATE pg_c_utf8) COLLATE "C"
                AND search_name
                  < (lower(CAST(:q AS text) COLLATE pg_c_utf8) || chr(1114111)) COLLATE "C")
            AND (CAST(:tag AS text) IS NULL OR CAST(:tag AS text) = ANY (tags))
            AND (CAST(:protocol AS text) IS NULL OR protocol = CAST(:protocol AS text))
          ORDER BY id
          LIMIT :limit
          """)
  List<DeviceTypeRow> page(
      UUID after, @Nullable String q, @Nullable String tag, @Nullable String protocol, int limit);

  /** All of them, archived ones too. */
  @Query(SELECT + "WHERE id > :after ORDER BY id LIMIT :limit")
  List<DeviceTypeRow> pageOfAll(UUID after, int limit);

  @Query("SELECT EXISTS (SELECT FROM devices WHERE device_type_id = :id AND status = 'ACTIVE')")
  boolean hasActiveDevices(UUID id);
}
