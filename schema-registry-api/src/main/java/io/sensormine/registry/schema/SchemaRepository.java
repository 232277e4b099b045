package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The statements on {@code schemas}; row-level security keeps each to the tenant at hand. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SchemaRepository extends GenericRepository<SchemaRow, UUID> {
  /** Schemas, each with its newest version. */
  String WITH_LATEST =
      """
      SELECT s.id, s.name, s.name_key, s.description, s.tags, s.compatibility,
        s.compatibility_policy, s.archived_at IS NOT NULL AS archived, s.created_at,
        v.id AS latest_id, v.version AS latest_version, v.status AS latest_status,
        v.fingerprint AS latest_fingerprint, v.created_at AS latest_created_at
      FROM schemas s
      CROSS JOIN LATERAL (
        SELECT id, version, status, fingerprint, created_at
        FROM schema_versions
        WHERE tenant_id = s.tenant_id AND schema_id = s.id
        ORDER BY version DESC LIMIT 1) v
      """;

  /** Adds a schema; 0 where a living one has its name. */
  @Query(
      """
      INSERT INTO schemas (id, tenant_id, name, description, tags, compatibility,
        compatibility_policy, created_at)
      VALUES (:id, :tenantId, :name, :description, :tags, :compatibility,
        :compatibilityPolicy, :createdAt)
      ON CONFLICT (tenant_id, name) WHERE archived_at IS NULL DO NOTHING
      """)
  int insert(
      UUID id,
      UUID tenantId,
      String name,
      @Nullable String description,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
      Compatibility compatibility,
      CompatibilityPolicy compatibilityPolicy,
      Instant createdAt);

  /**
   * Reads a schema and keeps others from changing it or its versions until the transaction ends.
   */
  Optional<SchemaRow> findByIdForUpdate(UUID id);

  @Query(
      """
      UPDATE schemas
      SET description = :description, tags = :tags, compatibility = :compatibility,
        compatibility_policy = :compatibilityPolicy
      WHERE id = :id
      """)
  void change(
      UUID id,
      @Nullable String description,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> tags,
      Compatibility compatibility,
      CompatibilityPolicy compatibilityPolicy);

  @Query("UPDATE schemas SET archived_at = :at WHERE id = :id AND archived_at IS NULL")
  void archive(UUID id, Instant at);

  @Query(
      WITH_LATEST
          + """
          WHERE s.id = :id
          """)
  Optional<ListedSchema> find(UUID id);

  /** In no order, archived or not; at least one id. */
  @Query(
      WITH_LATEST
          + """
          WHERE s.id IN (:ids)
          """)
  List<ListedSchema> findAll(Collection<UUID> ids);

  /** Those whose versions were ACTIVE once and are all DRAFT or DEPRECATED now; at least one id. */
  @Query(
      """
      SELECT schema_id FROM schema_versions
      WHERE schema_id IN (:ids)
      GROUP BY schema_id
      HAVING bool_or(status = 'DEPRECATED') AND NOT bool_or(status = 'ACTIVE')
      """)
  Set<UUID> findLapsed(Collection<UUID> ids);

  /**
   * Schemas in order of name, whatever its case.
   *
   * @param prefix what a name begins with, in any case: the range of the texts from it to those
   *     that go on with U+10FFFF, which sorts after every character there is, and is none itself
   * @param tag null for any
   */
  @Query(
      WITH_LATEST
          + """
          WHERE s.name_key >= lower(CAST(:prefix AS text) COLLATE pg_c_utf8) COLLATE "C"
            AND s.name_key
              < (lower(CAST(:prefix AS text) COLLATE pg_c_utf8) || chr(1114111)) COLLATE "C"
            AND (s.name_key, s.id) > (:afterKey, :afterId)
            AND (s.archived_at IS NOT NULL) = :archived
            AND (CAST(:tag AS text) IS NULL OR CAST(:tag AS text) = ANY (s.tags))
          ORDER BY s.name_key, s.id
          LIMIT :limit
          """)
  List<ListedSchema> list(
      String prefix,
      @Nullable String tag,
      boolean archived,
      String afterKey,
      UUID afterId,
      int limit);
}
