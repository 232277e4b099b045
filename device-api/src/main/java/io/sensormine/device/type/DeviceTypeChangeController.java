package io.sensormine.device.type;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.device.type.impact.Impact;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.UUID;

/** What a change of a device type would do, and the way back from one. */
@Controller("/api/v1/device-types/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceTypeChangeController {
  private final DeviceTypeChanges changes;

  DeviceTypeChangeController(DeviceTypeChanges changes) {
    this.changes = changes;
  }

  @Post("/validate-update")
  @Status(HttpStatus.OK)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Say what replacing a device type would break",
      description =
          "Takes what PUT takes, refuses what it refuses for itself, and changes nothing. Devices are"
              + " counted but for those RETIRED. Roles: TENANT_ADMIN, OPERATOR, ANALYST,"
              + " PLATFORM_ADMIN.")
  Impact validate(@PathVariable UUID id, @Body @Valid DeviceTypeRequest request) {
    return changes.judge(id, request);
  }

  @Post("/rollback")
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Make a device type what it was at a version",
      description =
          "Becomes a new version, after the checks of PUT. What breaks something is 409 unless"
              + " `force=true`. Roles: TENANT_ADMIN, PLATFORM_ADMIN.")
  HttpResponse<DeviceType> rollBack(
      @PathVariable UUID id,
      @Body @Valid RollbackRequest request,
      @Nullable @QueryValue Boolean force,
      @Nullable @Header("If-Match") String ifMatch,
      Authentication authentication) {
    var row =
        changes.rollBack(
            id,
            request.version(),
            Boolean.TRUE.equals(force),
            ifMatch,
            Caller.of(authentication).subject());
    return DeviceTypeController.tagged(HttpResponse.ok(), row);
  }
}
