package io.sensormine.identity.event;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.time.Times;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;

@Controller("/api/v1/security-events")
@ExecuteOn(TaskExecutors.BLOCKING)
@AnyTenant
class SecurityEventController {
  private final SecurityEventRepository events;

  SecurityEventController(SecurityEventRepository events) {
    this.events = events;
  }

  @Get
  @Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List security events, youngest first",
      description =
          "Roles: TENANT_ADMIN, PLATFORM_ADMIN. `from` (inclusive) and `to` (exclusive) are times. A"
              + " platform admin who names no tenant sees the platform's events, else the tenant's.")
  Page<SecurityEventView> list(
      @Nullable @QueryValue SecurityEventType type,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var before = Pages.before(page);
    var since = time("from", from);
    var until = time("to", to);
    var rows =
        TenantContext.current()
            .map(id -> events.ofTenant(id, before, type, since, until, page.rowsToRead()))
            .orElseGet(() -> events.ofPlatform(before, type, since, until, page.rowsToRead()));
    return page.page(
        rows.stream().map(SecurityEventView::of).toList(), event -> List.of(event.id().toString()));
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    return text == null
        ? null
        : Times.parse(text)
            .orElseThrow(() ->
                ProblemException.at(
                    "/" + name, ProblemType.INVALID_PARAMETER, name + " takes a time."));
  }
}
