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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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
    if (authentication.getAttributes().containsKey(Caller.PROVIDER)) {
      return ofProvider(caller, roles, authentication.getAttributes());
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

  /** Who has signed in elsewhere is no user of ours: what their token says is all there is. */
  private static Me ofProvider(Caller caller, List<String> roles, Map<String, Object> said) {
    var name =
        Stream.of("name", "preferred_username", "email")
            .map(said::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(caller.subject());
    var email = said.get("email");
    return new Me(
        caller.subject(),
        email == null ? null : email.toString(),
        name.toString(),
        caller.tenantId().orElse(null),
        roles);
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
