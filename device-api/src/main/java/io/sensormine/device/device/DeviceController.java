package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.device.BrokenConstraint;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;

@Controller("/api/v1/devices")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceController {
  private static final Set<String> MAY_ERASE = Set.of(Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN);

  private final Devices devices;
  private final DevicePatch patches;

  DeviceController(Devices devices, DevicePatch patches) {
    this.devices = devices;
    this.patches = patches;
  }

  @Post
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Create a device",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  HttpResponse<Device> create(@Body @Valid DeviceRequest request, Authentication authentication) {
    var actor = Caller.of(authentication).subject();
    var content = request.content(DeviceStatus.ACTIVE);
    var row = BrokenConstraint.explained(() -> devices.create(content, actor));
    return tagged(HttpResponse.created(URI.create("/api/v1/devices/" + row.id())), row);
  }

  @Get("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Read a device",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  HttpResponse<Device> read(@PathVariable UUID id) {
    return tagged(HttpResponse.ok(), devices.existing(id));
  }

  @Get("/by-external-id/{externalId}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Read the device that the tenant calls so",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  HttpResponse<Device> readByExternalId(@PathVariable String externalId) {
    return tagged(HttpResponse.ok(), devices.existing(externalId));
  }

  @Put("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Replace what is said of a device",
      description =
          "Without `status` it stays as it stands. Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  HttpResponse<Device> replace(
      @PathVariable UUID id,
      @Body @Valid DeviceRequest request,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    var actor = Caller.of(authentication).subject();
    return tagged(
        HttpResponse.ok(),
        BrokenConstraint.explained(() ->
            devices.change(id, standing -> request.content(standing.status()), ifMatch, actor)));
  }

  @Patch("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Change some of what is said of a device",
      description = "JSON Merge Patch (RFC 7396). Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  HttpResponse<Device> patch(
      @PathVariable UUID id,
      @Body JsonNode patch,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    var actor = Caller.of(authentication).subject();
    return tagged(
        HttpResponse.ok(),
        BrokenConstraint.explained(
            () -> devices.change(id, standing -> patches.apply(standing, patch), ifMatch, actor)));
  }

  @Post("/{id}/validate-update")
  @Status(HttpStatus.OK)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "See what a change would do to a device, such as giving it another type",
      description =
          "The body is that of PATCH; nothing is stored. Roles: TENANT_ADMIN, OPERATOR,"
              + " PLATFORM_ADMIN.")
  DevicePreview validateUpdate(@PathVariable UUID id, @Body JsonNode patch) {
    return devices.preview(id, standing -> patches.apply(standing, patch));
  }

  @Delete("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Retire a device for good and revoke its credentials, or erase it",
      description =
          "With `erase=true` the device is retired at once and all its data, telemetry included, are"
              + " deleted in the background; the receipt at identity-api tells how far that is. An"
              + " OPERATOR may not erase. Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  @ApiResponse(responseCode = "204", description = "It is retired.")
  @ApiResponse(
      responseCode = "202",
      description = "It is being erased; `Location` leads to the receipt, at identity-api.",
      content = @Content(schema = @Schema(implementation = Erasure.class)))
  HttpResponse<Erasure> remove(
      @PathVariable UUID id,
      @Nullable @QueryValue Boolean erase,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    var caller = Caller.of(authentication);
    if (!Boolean.TRUE.equals(erase)) {
      devices.retire(id, ifMatch, caller.subject());
      return HttpResponse.noContent();
    }
    if (Collections.disjoint(caller.roles(), MAY_ERASE)) {
      throw ProblemException.of(
          ProblemType.FORBIDDEN, "You may retire a device; to erase one, ask a tenant admin.");
    }
    var erasure = devices.erase(id, ifMatch, caller.subject());
    return HttpResponse.<Erasure>accepted(URI.create("/api/v1/erasures/" + erasure.id()))
        .body(erasure);
  }

  private static HttpResponse<Device> tagged(MutableHttpResponse<Device> response, DeviceRow row) {
    return response.body(Device.of(row)).header("ETag", Revision.tag(row.revision()));
  }
}
