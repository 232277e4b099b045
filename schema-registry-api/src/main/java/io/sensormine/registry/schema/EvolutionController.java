package io.sensormine.registry.schema;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.kit.security.Roles;
import io.sensormine.registry.compatibility.Judgement;
import io.sensormine.registry.definition.Definitions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;

/** Compares definitions. */
@Controller("/api/v1/schemas/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
@Tag(name = "Compatibility")
class EvolutionController {
  private static final String READERS =
      " Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN, SERVICE.";

  private final Evolution evolution;
  private final Definitions definitions;

  EvolutionController(Evolution evolution, Definitions definitions) {
    this.evolution = evolution;
    this.definitions = definitions;
  }

  @Post("/compatibility")
  @Status(HttpStatus.OK)
  @Operation(
      summary = "Judge a definition that might become a version",
      description =
          "Changes nothing. It is compared with the newest ACTIVE version, for a transitive mode with"
              + " every ACTIVE and DEPRECATED one, and with the newest version where none is ACTIVE."
              + READERS)
  Judgement judge(@PathVariable UUID id, @Body @Valid ProposedDefinition proposed) {
    return Refusals.done(
        evolution.judge(id, Refusals.definition(definitions, proposed.definition())));
  }

  @Get("/diff{?from,to}")
  @Operation(
      summary = "Compare two versions",
      description =
          "What `breaks` says holds for the step from `from` to `to`, by the schema's policy."
              + READERS)
  Evolution.Diff diff(@PathVariable UUID id, @QueryValue int from, @QueryValue int to) {
    return Refusals.done(evolution.diff(id, from, to));
  }
}
