package io.sensormine.device.registry;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

@Controller("/api/v1/reference-audit")
@ExecuteOn(TaskExecutors.BLOCKING)
class ReferenceAuditController {
  private final ReferenceAudit audit;

  ReferenceAuditController(ReferenceAudit audit) {
    this.audit = audit;
  }

  @Get
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List the living device types' references that dangle, in order of device type",
      description =
          "Asks the registry now; 503 where it is away. UNKNOWN: there is no such schema, or the"
              + " schema has no such version. ARCHIVED: the schema is. DEPRECATED: the pinned"
              + " version is, or none of the schema's is ACTIVE any more. Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<ReferenceFinding> list(
      @Nullable @QueryValue ReferenceFinding.Kind kind,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = PageRequest.of(limit, cursor, 2);
    var lastType = page.key(0, Pages.BEFORE_ALL, UUID::fromString);
    var lastField = page.key(1, "", Function.identity());
    var found = new ArrayList<ReferenceFinding>();
    // a type may have a second finding beyond the last one told
    var from = Optional.of(lastType);
    while (from.isPresent() && found.size() < page.rowsToRead()) {
      var batch = audit.from(from.get());
      batch.findings().stream()
          .filter(finding -> kind == null || finding.kind() == kind)
          .filter(finding -> !finding.toldBy(lastType, lastField))
          .forEach(found::add);
      from = batch.next();
    }
    return page.page(found, finding -> List.of(finding.deviceTypeId().toString(), finding.field()));
  }
}
