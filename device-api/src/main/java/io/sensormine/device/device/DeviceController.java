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
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.BrokenConstraint;
import io.sensormine.kit.http.Revision;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;

@Controller("/api/v1/devices")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceController {
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
  @Status(HttpStatus.NO_CONTENT)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Retire a device for good, and revoke its credentials",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  void retire(
      @PathVariable UUID id,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    devices.retire(id, ifMatch, Caller.of(authentication).subject());
  }

  private static HttpResponse<Device> tagged(MutableHttpResponse<Device> response, DeviceRow row) {
    return response.body(Device.of(row)).header("ETag", Revision.tag(row.revision()));
  }
}
