package io.sensormine.device.registry;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The references in device_types, page by page. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TypeReferenceRepository extends GenericRepository<TypeReference, UUID> {
  /**
   * The living types of the tenant at hand that refer to a schema, in order of id.
   *
   * @param from inclusive
   */
  @Query(
      """
      SELECT id AS device_type_id, schema_id, schema_version_id
      FROM device_types
      WHERE archived_at IS NULL AND schema_id IS NOT NULL AND id >= :from
      ORDER BY id
      LIMIT :limit
      """)
  List<TypeReference> page(UUID from, int limit);

  /** The tenants that have such types, whosever tenant is at hand, in order of id. */
  @Query("SELECT tenant_id FROM tenants_with_references(:after, :limit)")
  List<UUID> tenants(UUID after, int limit);
}
