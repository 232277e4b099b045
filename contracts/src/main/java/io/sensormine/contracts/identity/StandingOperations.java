package io.sensormine.contracts.identity;

import io.micronaut.http.annotation.Get;
import java.util.UUID;

/** Who may act no more, though what they hold has not expired: services ask every few seconds. */
public interface StandingOperations {
  /** The tenants whose logins, tokens and ingestion are stopped. */
  @Get("/api/v1/internal/tenants/suspended")
  SuspendedTenants suspendedTenants();

  /** The users whose access tokens were ended while some of them may still be in their time. */
  @Get("/api/v1/internal/sessions/ended")
  EndedSessions endedSessions();

  /** Whether there is a tenant; asked where an OpenID Connect provider's token names one. */
  @Get("/api/v1/internal/tenants/{id}/existence")
  TenantExistence tenantExistence(UUID id);
}
