package io.sensormine.ingestion.counter;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.SQLException;
import java.util.UUID;

/** What became of a tenant's messages. */
@Controller("/api/v1/ingestion/counters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
final class CounterController {
  private final CounterStore store;

  CounterController(CounterStore store) {
    this.store = store;
  }

  @Get
  @Operation(
      summary = "What became of all messages until now",
      description =
          "received = accepted + duplicates + rejected; merged are among the accepted. Of one device"
              + " where deviceId names one. TENANT_ADMIN, OPERATOR.")
  Counters counters(@Nullable @QueryValue UUID deviceId) throws SQLException {
    return store.ofTenant(TenantContext.required(), deviceId);
  }
}
