package io.sensormine.ingestion.lifecycle;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.SQLException;
import java.time.Clock;

/** How long data are kept; of all tenants, which share their chunks. */
@Controller("/api/v1/ingestion/retention")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.PLATFORM_ADMIN)
@AnyTenant
final class RetentionController {
  private final OwnerConnections owners;
  private final OldChunks oldChunks;
  private final Clock clock;

  RetentionController(OwnerConnections owners, OldChunks oldChunks, Clock clock) {
    this.owners = owners;
    this.oldChunks = oldChunks;
    this.clock = clock;
  }

  @Get
  @Operation(
      summary = "How long data are kept, and what would go now",
      description =
          "Changes nothing. Of each table its keep, null for ever, and the chunks that the next look"
              + " would drop: rows by the database's estimate, bytes exactly. heldChunks are old"
              + " enough but needed yet, because rollups are behind. PLATFORM_ADMIN.")
  Retention retention() throws SQLException {
    try (var owner = owners.open()) {
      return oldChunks.wouldGo(owner, clock.instant());
    }
  }
}
