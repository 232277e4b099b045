package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.registry.definition.Definitions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;

/** Creates, lists, changes and archives schemas. */
@Controller("/api/v1/schemas")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Schemas")
class SchemaController {
  private final Schemas schemas;
  private final Definitions definitions;

  SchemaController(Schemas schemas, Definitions definitions) {
    this.schemas = schemas;
    this.definitions = definitions;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Create a schema and its version 1, a draft",
      description = "Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  HttpResponse<Schema> create(@Body @Valid NewSchema schema, Authentication authentication) {
    var definition = Refusals.definition(definitions, schema.definition());
    var created = Refusals.done(schemas.create(schema, definition, actor(authentication)));
    return HttpResponse.created(created, URI.create("/api/v1/schemas/" + created.id()));
  }

  @Get("{?q,tag,archived,limit,cursor}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN, Roles.SERVICE})
  @Operation(
      summary = "List schemas in order of name",
      description =
          "`q` is a prefix of the name in any case; `archived=true` lists the archived ones"
              + " instead of the living. Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN,"
              + " SERVICE.")
  Page<Schema> list(
      @Nullable @QueryValue String q,
      @Nullable @QueryValue String tag,
      @Nullable @QueryValue Boolean archived,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    return schemas.list(SchemaFilter.of(q, tag, archived), PageRequest.of(limit, cursor, 2));
  }

  @Patch("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Change what a schema says of itself",
      description = "What is left out stays. Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  Schema change(
      @PathVariable UUID id, @Body @Valid SchemaPatch patch, Authentication authentication) {
    return Refusals.done(schemas.change(id, patch, actor(authentication)));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Archive a schema",
      description =
          "Its name is free again; it and its versions can still be read. Roles: TENANT_ADMIN,"
              + " PLATFORM_ADMIN.")
  void archive(@PathVariable UUID id, Authentication authentication) {
    Refusals.done(schemas.archive(id, actor(authentication)));
  }

  private static String actor(Authentication authentication) {
    return Caller.of(authentication).subject();
  }
}
