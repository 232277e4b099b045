package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.sensormine.contracts.Page;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;

/** Schemas and versions, as other services read them; all of the caller's tenant only. */
public interface SchemaOperations {
  /** A schema, archived or not; empty (404) where the tenant has none of that id. */
  @Get("/api/v1/schemas/{id}")
  Optional<Schema> schema(@PathVariable UUID id);

  /** Many schemas by their ids in one call, archived or not. */
  @Post("/api/v1/schemas/resolve")
  ResolvedSchemas resolveSchemas(@Body @Valid SchemaIds ids);

  /**
   * A schema's versions, the newest first.
   *
   * @param status only those of this status
   * @param limit 1 to 500, default 50
   */
  @Get("/api/v1/schemas/{id}/versions{?status,limit,cursor}")
  Page<SchemaVersion> versions(
      @PathVariable UUID id,
      @Nullable @QueryValue VersionStatus status,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor);

  /** One version by its number; empty (404) where there is none. */
  @Get("/api/v1/schemas/{id}/versions/{version}")
  Optional<SchemaVersion> version(@PathVariable UUID id, @PathVariable int version);

  /** One version by its id; empty (404) where the tenant has none. */
  @Get("/api/v1/schema-versions/{versionId}")
  Optional<SchemaVersion> schemaVersion(@PathVariable UUID versionId);

  /**
   * What changes from one version to another, also of another schema, by the policy of the schema
   * of {@code to}; empty (404) where the tenant lacks one of them.
   */
  @Get("/api/v1/schema-versions/diff{?from,to}")
  Optional<VersionDiff> diff(@QueryValue UUID from, @QueryValue UUID to);

  /** Many versions by their ids in one call; those of archived schemas still resolve. */
  @Post("/api/v1/schema-versions/resolve")
  ResolvedVersions resolve(@Body @Valid VersionIds ids);
}
