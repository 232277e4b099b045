package io.sensormine.identity.me;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.sensormine.identity.apitoken.ApiToken;
import io.sensormine.identity.apitoken.ApiTokenRepository;
import io.sensormine.identity.token.TokenIssuer;
import io.sensormine.identity.user.UserRepository;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.sensormine.kit.tenant.TenantContext;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@Controller("/api/v1/me")
@ExecuteOn(TaskExecutors.BLOCKING)
class MeController {
  private final UserRepository users;
  private final PlatformAdminRepository platformAdmins;
  private final ApiTokenRepository apiTokens;

  MeController(
      UserRepository users, PlatformAdminRepository platformAdmins, ApiTokenRepository apiTokens) {
    this.users = users;
    this.platformAdmins = platformAdmins;
    this.apiTokens = apiTokens;
  }

  @Get
  @AnyTenant
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Operation(summary = "Who you are", description = "Roles: any.")
  Me read(Authentication authentication) {
    var caller = Caller.of(authentication);
    var roles = caller.roles().stream().sorted().toList();
    if (caller.roles().contains(Roles.SERVICE)) {
      return new Me(caller.subject(), null, caller.subject(), null, roles);
    }
    var id = UUID.fromString(caller.subject());
    var isUser = authentication.getAttributes().containsKey(TokenIssuer.EMAIL_CLAIM);
    return caller
        .tenantId()
        .map(tenant -> TenantContext.in(tenant, () -> ofTenant(id, tenant, roles, isUser)))
        .orElseGet(() ->
            platformAdmins
                .find(id)
                .map(it -> new Me(caller.subject(), it.email(), it.displayName(), null, roles)))
        .orElseThrow(() ->
            ProblemException.of(
                ProblemType.UNAUTHENTICATED, "Whom this token speaks for is no more."));
  }

  private Optional<Me> ofTenant(UUID id, UUID tenant, List<String> roles, boolean isUser) {
    return isUser
        ? users
            .findById(id)
            .map(it -> new Me(id.toString(), it.email(), it.displayName(), tenant, roles))
        : apiTokens
            .findById(id)
            .map(ApiToken::name)
            .map(name -> new Me(id.toString(), null, name, tenant, roles));
  }
}
