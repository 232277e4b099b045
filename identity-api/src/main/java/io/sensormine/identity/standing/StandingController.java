package io.sensormine.identity.standing;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.identity.EndedSessions;
import io.sensormine.contracts.identity.StandingOperations;
import io.sensormine.contracts.identity.SuspendedTenants;
import io.sensormine.contracts.identity.TenantExistence;
import io.sensormine.identity.tenant.Tenants;
import io.sensormine.identity.token.TokenSettings;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@AnyTenant
@Secured(Roles.SERVICE)
class StandingController implements StandingOperations {
  /** Users that are named of a tenant; beyond, older tokens of all its users are refused. */
  static final int MAX_NAMED = 1_000;

  /** As long as a token may live that was made while its user was being ended. */
  private static final Duration LOOK_BACK = TokenSettings.LONGEST.plusMinutes(5);

  private final Tenants tenants;
  private final StandingRepository standing;
  private final Clock clock;

  StandingController(Tenants tenants, StandingRepository standing, Clock clock) {
    this.tenants = tenants;
    this.standing = standing;
    this.clock = clock;
  }

  @Override
  @Operation(summary = "Which tenants are suspended", description = "Roles: SERVICE.")
  public SuspendedTenants suspendedTenants() {
    return new SuspendedTenants(tenants.suspended());
  }

  @Override
  @Operation(
      summary = "Whose access tokens were ended before their time",
      description =
          "Roles: SERVICE. Users who were deleted, or have another password or other roles; of a"
              + " tenant with more than 1,000 in an hour the rest is told by a time.")
  public EndedSessions endedSessions() {
    var users = new ArrayList<EndedSessions.User>();
    var wholeTenants = new ArrayList<EndedSessions.Tenant>();
    for (var ended : standing.endedSince(clock.instant().minus(LOOK_BACK), MAX_NAMED)) {
      var user = ended.userId();
      var tenant = ended.tenantId();
      if (user != null) {
        users.add(new EndedSessions.User(user, ended.belowGeneration()));
      } else if (tenant != null) {
        wholeTenants.add(new EndedSessions.Tenant(tenant, ended.endedAt()));
      }
    }
    return new EndedSessions(users, wholeTenants);
  }

  @Override
  @Operation(
      summary = "Whether there is a tenant",
      description =
          "Roles: SERVICE. Asked where a token of an OpenID Connect provider names one; a suspended"
              + " tenant exists, an erased one does not.")
  public TenantExistence tenantExistence(@PathVariable UUID id) {
    return new TenantExistence(tenants.status(id).isPresent());
  }
}
