package io.sensormine.device.type;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceTypeOperations;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Optional;
import java.util.UUID;

/** What ingestion asks; archived types too, for their devices that still send. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.SERVICE)
class IngestViewController implements DeviceTypeOperations {
  private final DeviceTypeRepository types;

  IngestViewController(DeviceTypeRepository types) {
    this.types = types;
  }

  @Override
  @Operation(
      summary = "Read what ingestion must know of a device type",
      description = "Roles: SERVICE.")
  public Optional<IngestView> ingestView(@PathVariable UUID id) {
    return types
        .findById(id)
        .map(row ->
            new IngestView(
                row.id(),
                row.schemaId(),
                row.schemaVersionPolicy(),
                row.schemaVersionId(),
                row.offlineAfter()));
  }
}
