package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.ResolvedSchemas;
import io.sensormine.contracts.registry.ResolvedVersions;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.SchemaIds;
import io.sensormine.contracts.registry.SchemaOperations;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionDiff;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/** Schemas and versions as people and the other services read them. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
class PublishedController implements SchemaOperations {
  private static final String READERS =
      "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN, SERVICE.";

  private final Schemas schemas;
  private final Versions versions;
  private final Evolution evolution;

  PublishedController(Schemas schemas, Versions versions, Evolution evolution) {
    this.schemas = schemas;
    this.versions = versions;
    this.evolution = evolution;
  }

  @Override
  @Tag(name = "Schemas")
  @Operation(summary = "Read a schema, archived or not", description = READERS)
  public Optional<Schema> schema(@PathVariable UUID id) {
    return found(schemas.find(id), "schema");
  }

  @Override
  @Tag(name = "Schemas")
  @Operation(
      summary = "Read many schemas by their ids",
      description =
          "At most 1,000 of them, archived or not; `lapsed` are those that had an ACTIVE version and"
              + " have none now. "
              + READERS)
  public ResolvedSchemas resolveSchemas(@Body @Valid SchemaIds ids) {
    return schemas.resolve(ids.ids());
  }

  @Override
  @Tag(name = "Versions")
  @Operation(summary = "List a schema's versions, the newest first", description = READERS)
  public Page<SchemaVersion> versions(
      @PathVariable UUID id,
      @Nullable @QueryValue VersionStatus status,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    return versions
        .list(id, status, PageRequest.of(limit, cursor, 1))
        .orElseThrow(() -> ProblemException.notFound("schema"));
  }

  @Override
  @Tag(name = "Versions")
  @Operation(summary = "Read a version by its number", description = READERS)
  public Optional<SchemaVersion> version(@PathVariable UUID id, @PathVariable int version) {
    return found(versions.find(id, version), "version");
  }

  @Override
  @Tag(name = "Versions")
  @Operation(summary = "Read a version by its id", description = READERS)
  public Optional<SchemaVersion> schemaVersion(@PathVariable UUID versionId) {
    return found(versions.find(versionId), "version");
  }

  @Override
  @Tag(name = "Versions")
  @Operation(
      summary = "Read many versions by their ids",
      description = "Those of archived schemas, too. " + READERS)
  public ResolvedVersions resolve(@Body @Valid VersionIds ids) {
    return versions.resolve(ids.ids());
  }

  @Override
  @Tag(name = "Compatibility")
  @Operation(
      summary = "Compare any two versions, also of different schemas",
      description =
          "What `breaks` says holds for the step from `from` to `to`, by the policy of the schema of"
              + " `to`. "
              + READERS)
  public Optional<VersionDiff> diff(@QueryValue UUID from, @QueryValue UUID to) {
    var before = versions.find(from);
    var after = versions.find(to);
    var missing = new ArrayList<Violation>();
    if (before.isEmpty()) {
      missing.add(missing("/from", from));
    }
    if (after.isEmpty()) {
      missing.add(missing("/to", to));
    }
    if (!missing.isEmpty()) {
      throw ProblemException.of(ProblemType.NOT_FOUND, missing.getFirst().message(), missing);
    }
    return Optional.of(evolution.diff(before.orElseThrow(), after.orElseThrow()));
  }

  private static Violation missing(String path, UUID id) {
    return new Violation(
        path, ProblemType.NOT_FOUND.code(), "There is no version %s.".formatted(id));
  }

  /** The framework's own 404 for an empty answer would not say what is missing. */
  private static <T> Optional<T> found(Optional<T> answer, String what) {
    if (answer.isEmpty()) {
      throw ProblemException.notFound(what);
    }
    return answer;
  }
}
