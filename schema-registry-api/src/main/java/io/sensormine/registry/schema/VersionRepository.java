package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.VersionStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on {@code schema_versions}; row-level security keeps each to the tenant. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface VersionRepository extends GenericRepository<VersionRow, UUID> {

  /** Adds the next version; its number is right only while the schema is locked. */
  @Query(
      """
      INSERT INTO schema_versions (id, tenant_id, schema_id, version, status, definition, bundle,
        fingerprint, fields, change_note, created_at)
      SELECT :id, :tenantId, :schemaId, coalesce(max(version), 0) + 1, 'DRAFT',
        CAST(:definition AS json), CAST(:bundle AS json), :fingerprint, CAST(:fields AS jsonb),
        CAST(:changeNote AS text), :createdAt
      FROM schema_versions WHERE schema_id = :schemaId
      """)
  int insert(
      UUID id,
      UUID tenantId,
      UUID schemaId,
      @TypeDef(type = DataType.JSON) JsonNode definition,
      @TypeDef(type = DataType.JSON) @Nullable JsonNode bundle,
      String fingerprint,
      @TypeDef(type = DataType.JSON) List<Field> fields,
      @Nullable String changeNote,
      Instant createdAt);

  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions WHERE id = :id
      """)
  Optional<VersionRow> find(UUID id);

  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions WHERE schema_id = :schemaId AND version = :version
      """)
  Optional<VersionRow> find(UUID schemaId, int version);

  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions WHERE schema_id = :schemaId AND fingerprint = :fingerprint
      """)
  Optional<VersionRow> find(UUID schemaId, String fingerprint);

  /** A version of the schema that has a name now. */
  @Query(
      """
      SELECT v.id, v.tenant_id, v.schema_id, v.version, v.status, v.definition, v.bundle,
        v.fingerprint, v.fields, v.change_note, v.created_at
      FROM schemas s
      JOIN schema_versions v ON v.tenant_id = s.tenant_id AND v.schema_id = s.id
      WHERE s.name = :name AND s.archived_at IS NULL AND v.version = :version
      """)
  Optional<VersionRow> findOfLiving(String name, int version);

  /** In no order; at least one id. */
  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions WHERE id IN (:ids)
      """)
  List<VersionRow> findAll(Collection<UUID> ids);

  /**
   * A schema's versions, the newest first.
   *
   * @param before the version number that they are below
   * @param status null for any
   */
  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions
      WHERE schema_id = :schemaId AND version < :before
        AND (CAST(:status AS text) IS NULL OR status = CAST(:status AS text))
      ORDER BY version DESC
      LIMIT :limit
      """)
  List<VersionRow> list(UUID schemaId, long before, @Nullable VersionStatus status, int limit);

  /**
   * A schema's versions of some statuses, the newest first.
   *
   * @param but a number that is left out; 0 for none
   */
  @Query(
      """
      SELECT id, tenant_id, schema_id, version, status, definition, bundle, fingerprint, fields,
        change_note, created_at
      FROM schema_versions
      WHERE schema_id = :schemaId AND status IN (:statuses) AND version <> :but
      ORDER BY version DESC
      LIMIT :limit
      """)
  List<VersionRow> newest(UUID schemaId, Collection<VersionStatus> statuses, int but, int limit);

  /** The paths of all fields that a schema's versions declare, in no order. */
  @Query(
      """
      SELECT DISTINCT field ->> 'path'
      FROM schema_versions, jsonb_array_elements(fields) AS field
      WHERE schema_id = :schemaId
      """)
  List<String> fieldPaths(UUID schemaId);

  /** Makes a draft active; 0 where it is none. */
  @Query(
      """
      UPDATE schema_versions SET status = 'ACTIVE', activated_at = :at
      WHERE schema_id = :schemaId AND version = :version AND status = 'DRAFT'
      """)
  int activate(UUID schemaId, int version, Instant at);

  /** Makes an active version deprecated; 0 where it is none. */
  @Query(
      """
      UPDATE schema_versions SET status = 'DEPRECATED', deprecated_at = :at
      WHERE schema_id = :schemaId AND version = :version AND status = 'ACTIVE'
      """)
  int deprecate(UUID schemaId, int version, Instant at);
}
