package io.sensormine.ingestion.counter;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.kit.rate.Turns;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import java.util.UUID;

/** What became of a tenant's messages. */
@Controller("/api/v1/ingestion/counters")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
final class CounterController {
  /** So that readers never take the connections that writers need. */
  private static final int READERS = 2;

  private final CounterStore store;
  private final Turns turns =
      new Turns(
          "Too many counters are being read; try again in a moment.", READERS, Turns.USUAL_WAIT);

  CounterController(CounterStore store) {
    this.store = store;
  }

  @Get
  @Operation(
      summary = "What became of all messages until now",
      description =
          "received = accepted + duplicates + rejected; merged are among the accepted. Of one device"
              + " where deviceId names one. TENANT_ADMIN, OPERATOR.")
  Counters counters(@Nullable @QueryValue UUID deviceId) {
    return turns.take(() -> store.ofTenant(TenantContext.required(), deviceId));
  }
}
