package io.sensormine.device.type;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.device.registry.SelectedVersions;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.UUID;

/** Who uses a device type, and what they send. */
@Controller("/api/v1/device-types/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class DeviceTypeUseController {
  private final DeviceTypeRepository types;
  private final DeviceTypeUsages usages;
  private final SelectedVersions selected;

  DeviceTypeUseController(
      DeviceTypeRepository types, DeviceTypeUsages usages, SelectedVersions selected) {
    this.types = types;
    this.usages = usages;
    this.selected = selected;
  }

  @Get("/usage")
  @Operation(
      summary = "Count the devices of a device type",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  DeviceTypeUsage usage(@PathVariable UUID id) {
    return usages.of(existing(id).id());
  }

  @Get("/fields")
  @Operation(
      summary = "List the fields that devices of a type send",
      description =
          "Those of the schema version that the type selects now, as the registry says. Roles:"
              + " TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  SelectedFields fields(@PathVariable UUID id) {
    var reference = existing(id).content().reference();
    return SelectedFields.of(reference.schemaId(), selected.of(reference));
  }

  private DeviceTypeRow existing(UUID id) {
    return types.findById(id).orElseThrow(() -> ProblemException.notFound("device type"));
  }
}
