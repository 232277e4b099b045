package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;

/** Who changed what of a schema. */
@Controller("/api/v1/schemas/{id}/audit-log")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Schemas")
class AuditLogController {
  private final Schemas schemas;
  private final SchemaAuditRepository entries;

  AuditLogController(Schemas schemas, SchemaAuditRepository entries) {
    this.schemas = schemas;
    this.entries = entries;
  }

  @Get("{?limit,cursor}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List who changed what of a schema and its versions, newest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<AuditEntry> list(
      @PathVariable UUID id,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var before = Pages.before(page);
    if (schemas.find(id).isEmpty()) {
      throw ProblemException.notFound("schema");
    }
    return page.page(
        entries.page(id, before, page.rowsToRead()).stream().map(SchemaAudit::entry).toList(),
        entry -> List.of(entry.id().toString()));
  }
}
