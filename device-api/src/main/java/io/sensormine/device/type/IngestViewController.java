package io.sensormine.device.type;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.device.DeviceTypeOperations;
import io.sensormine.contracts.device.IngestView;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What ingestion and queries ask; archived types too, for their devices that still send. */
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
    return types.findById(id).map(IngestViewController::view);
  }

  @Override
  @Operation(
      summary = "List what ingestion must know of all device types, archived ones too",
      description = "In order of id. Roles: SERVICE.")
  public Page<IngestView> ingestViews(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var rows = types.pageOfAll(Pages.after(page), page.rowsToRead());
    return page.page(
        rows.stream().map(IngestViewController::view).toList(),
        view -> List.of(view.id().toString()));
  }

  private static IngestView view(DeviceTypeRow row) {
    return new IngestView(
        row.id(),
        row.schemaId(),
        row.schemaVersionPolicy(),
        row.schemaVersionId(),
        row.offlineAfter());
  }
}
