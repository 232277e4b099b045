package io.sensormine.device.type;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.device.audit.AuditEntry;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/device-types/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
class DeviceTypeHistoryController {
  private final DeviceTypeRepository types;
  private final DeviceTypeVersionRepository versions;
  private final DeviceTypeAuditRepository audit;

  DeviceTypeHistoryController(
      DeviceTypeRepository types,
      DeviceTypeVersionRepository versions,
      DeviceTypeAuditRepository audit) {
    this.types = types;
    this.versions = versions;
    this.audit = audit;
  }

  @Get("/versions")
  @Operation(
      summary = "List a device type's snapshots, newest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<DeviceTypeVersion> versions(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 1);
    requireType(id);
    return page.page(
        versions.page(id, Pages.beforeNumber(page), page.rowsToRead()),
        version -> List.of(Integer.toString(version.version())));
  }

  @Get("/audit-log")
  @Operation(
      summary = "List who changed what of a device type, newest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<AuditEntry> auditLog(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var before = Pages.before(page);
    requireType(id);
    return page.page(
        audit.page(id, before, page.rowsToRead()).stream().map(DeviceTypeAudit::entry).toList(),
        entry -> List.of(entry.id().toString()));
  }

  private void requireType(UUID id) {
    if (types.findById(id).isEmpty()) {
      throw ProblemException.notFound("device type");
    }
  }
}
