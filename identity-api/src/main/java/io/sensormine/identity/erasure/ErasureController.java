package io.sensormine.identity.erasure;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.identity.Erasure;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/erasures")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
@AnyTenant
class ErasureController {
  private static final String WHO =
      "Roles: TENANT_ADMIN, PLATFORM_ADMIN. A platform admin who names no tenant sees the erasures"
          + " of tenants, else those of the tenant's devices.";

  private final Erasures erasures;

  ErasureController(Erasures erasures) {
    this.erasures = erasures;
  }

  @Get
  @Operation(summary = "List the receipts of erasures, youngest first", description = WHO)
  Page<Erasure> list(@Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    return page.page(
        erasures.receipts(Pages.before(page), page.rowsToRead()),
        erasure -> List.of(erasure.id().toString()));
  }

  @Get("/{id}")
  @Operation(summary = "Read the receipt of an erasure", description = WHO)
  Erasure read(@PathVariable UUID id) {
    return erasures.receipt(id).orElseThrow(() -> ProblemException.notFound("erasure"));
  }
}
