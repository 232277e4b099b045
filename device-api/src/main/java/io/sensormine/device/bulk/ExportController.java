package io.sensormine.device.bulk;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.device.DeviceFilter;
import io.sensormine.device.type.DeviceTypes;
import io.sensormine.kit.http.ParameterFamily;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** CSV files of devices to take away and, filled in or changed, to import. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class ExportController {
  private static final String CSV = "text/csv; charset=utf-8";

  private final DeviceExport export;
  private final DeviceTypes types;
  private final CsvCells cells;
  private final DeviceFilter filter;

  ExportController(DeviceExport export, DeviceTypes types, CsvCells cells, DeviceFilter filter) {
    this.filter = filter;
    this.export = export;
    this.types = types;
    this.cells = cells;
  }

  @Get("/devices/export.csv")
  @ParameterFamily(DeviceFilter.ATTRIBUTE)
  @Produces(CSV)
  @Operation(
      summary = "Export the devices as a CSV file that imports again unchanged",
      description =
          "The filters are those of the list; all that they let pass, in order of id. Roles:"
              + " TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  HttpResponse<InputStream> export(
      @Nullable @QueryValue String q,
      @Nullable @QueryValue UUID deviceTypeId,
      @Nullable @QueryValue DeviceStatus status,
      @Nullable @QueryValue List<String> tag,
      @Nullable @QueryValue String bbox,
      @Parameter(hidden = true) HttpRequest<?> request) {
    var criteria = filter.criteria(q, deviceTypeId, status, bbox, request.getParameters());
    return HttpResponse.ok(export.csv(criteria))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"devices.csv\"");
  }

  @Get("/device-types/{id}/import-template.csv")
  @Produces(CSV)
  @Operation(
      summary = "The header of a CSV file of devices of a type",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  String template(@PathVariable UUID id) {
    var type = types.definitions(Set.of(id)).get(id);
    if (type == null) {
      throw ProblemException.notFound("device type");
    }
    var attributes = type.attributes().stream().map(AttributeDefinition::name).toList();
    return new CsvLines(cells, attributes).header();
  }
}
