package io.sensormine.registry.schema;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.check.MessageCheck;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.registry.definition.Definitions;
import io.sensormine.registry.definition.Violations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;

/** Adds versions, leads them through their life, and tries messages on them. */
@Controller("/api/v1/schemas/{id}/versions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Versions")
class VersionController {
  private final Versions versions;
  private final Definitions definitions;

  VersionController(Versions versions, Definitions definitions) {
    this.versions = versions;
    this.definitions = definitions;
  }

  @Post
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Add a version, a draft",
      description =
          "An equal definition (by its RFC 8785 form) makes no new version. Roles: TENANT_ADMIN,"
              + " PLATFORM_ADMIN.")
  @ApiResponse(
      responseCode = "201",
      description = "The new version",
      content = @Content(schema = @Schema(implementation = SchemaVersion.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The version that has an equal definition",
      content = @Content(schema = @Schema(implementation = SchemaVersion.class)))
  HttpResponse<SchemaVersion> add(
      @PathVariable UUID id, @Body @Valid NewVersion version, Authentication authentication) {
    var definition = Refusals.definition(definitions, version.definition());
    var outcome =
        versions.add(id, definition, version.changeNote(), Caller.of(authentication).subject());
    var found = Refusals.done(outcome);
    return outcome instanceof Outcome.Created<SchemaVersion>
        ? HttpResponse.created(
            found, URI.create("/api/v1/schemas/%s/versions/%d".formatted(id, found.version())))
        : HttpResponse.ok(found);
  }

  @Post("/{version}/activate")
  @Status(HttpStatus.OK)
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Make a draft active",
      description = "Several versions may be active. Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  SchemaVersion activate(
      @PathVariable UUID id, @PathVariable int version, Authentication authentication) {
    return Refusals.done(versions.activate(id, version, Caller.of(authentication).subject()));
  }

  @Post("/{version}/deprecate")
  @Status(HttpStatus.OK)
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Deprecate an active version",
      description = "Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  SchemaVersion deprecate(
      @PathVariable UUID id, @PathVariable int version, Authentication authentication) {
    return Refusals.done(versions.deprecate(id, version, Caller.of(authentication).subject()));
  }

  @Post("/{version}/validate")
  @Status(HttpStatus.OK)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
  @Operation(
      summary = "Try messages on a version",
      description =
          "Stores nothing; a version of any status. Roles: TENANT_ADMIN, OPERATOR, ANALYST,"
              + " PLATFORM_ADMIN, SERVICE.")
  ValidationResults validate(
      @PathVariable UUID id, @PathVariable int version, @Body @Valid Payloads payloads) {
    var definition =
        versions
            .find(id, version)
            .orElseThrow(() -> ProblemException.notFound("version"))
            .selfContained();
    var check = MessageCheck.by(definition);
    return new ValidationResults(
        payloads.payloads().stream()
            .map(payload -> Violations.of(check, payload))
            .map(violations -> new ValidationResults.Result(violations.isEmpty(), violations))
            .toList());
  }
}
