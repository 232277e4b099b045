package io.sensormine.device.type;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.device.BrokenConstraint;
import io.sensormine.device.registry.SchemaReferences;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.text.PlainText;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/device-types")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceTypeController {
  private final DeviceTypes types;
  private final DeviceTypeRepository rows;
  private final SchemaReferences references;
  private final DeviceTypeChanges changes;

  DeviceTypeController(
      DeviceTypes types,
      DeviceTypeRepository rows,
      SchemaReferences references,
      DeviceTypeChanges changes) {
    this.types = types;
    this.changes = changes;
    this.rows = rows;
    this.references = references;
  }

  @Post
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Create a device type",
      description = "Roles: TENANT_ADMIN, PLATFORM_ADMIN. Its schema is checked at the registry.")
  HttpResponse<DeviceType> create(
      @Body @Valid DeviceTypeRequest request, Authentication authentication) {
    var content = request.content();
    references.check(content.reference(), null);
    var actor = Caller.of(authentication).subject();
    var row = BrokenConstraint.explained(() -> types.create(content, actor));
    return tagged(HttpResponse.created(URI.create("/api/v1/device-types/" + row.id())), row);
  }

  @Get
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List the living device types, oldest first",
      description =
          "`q` is a prefix of the name, in any case. Roles: TENANT_ADMIN, OPERATOR, ANALYST,"
              + " PLATFORM_ADMIN.")
  Page<DeviceType> list(
      @Nullable @QueryValue String q,
      @Nullable @QueryValue String tag,
      @Nullable @QueryValue Protocol protocol,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var found =
        rows.page(
            Pages.after(page),
            PlainText.parameter("q", q),
            PlainText.parameter("tag", tag),
            protocol == null ? null : protocol.name(),
            page.rowsToRead());
    return page.page(
        found.stream().map(DeviceType::of).toList(), type -> List.of(type.id().toString()));
  }

  @Get("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Read a device type, archived or not",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  HttpResponse<DeviceType> read(@PathVariable UUID id) {
    return tagged(HttpResponse.ok(), existing(id));
  }

  @Put("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Replace what a device type says",
      description =
          "Its schema is checked at the registry. What breaks something is 409 unless `force=true`."
              + " Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  HttpResponse<DeviceType> replace(
      @PathVariable UUID id,
      @Body @Valid DeviceTypeRequest request,
      @Nullable @QueryValue Boolean force,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    var actor = Caller.of(authentication).subject();
    return tagged(
        HttpResponse.ok(),
        changes.replace(id, request, Boolean.TRUE.equals(force), ifMatch, actor));
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Archive a device type that has no ACTIVE device",
      description = "Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  void archive(
      @PathVariable UUID id,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    types.archive(id, ifMatch, Caller.of(authentication).subject());
  }

  private DeviceTypeRow existing(UUID id) {
    return rows.findById(id).orElseThrow(() -> ProblemException.notFound("device type"));
  }

  static HttpResponse<DeviceType> tagged(
      MutableHttpResponse<DeviceType> response, DeviceTypeRow row) {
    return response.body(DeviceType.of(row)).header("ETag", Revision.tag(row.revision()));
  }
}
