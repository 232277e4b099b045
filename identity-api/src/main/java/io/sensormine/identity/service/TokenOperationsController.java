package io.sensormine.identity.service;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.sensormine.contracts.identity.ApiTokenIdentity;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.contracts.identity.ServiceToken;
import io.sensormine.contracts.identity.ServiceTokenRequest;
import io.sensormine.contracts.identity.TokenOperations;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.token.TokenIssuer;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.rate.RatedElsewhere;
import io.sensormine.kit.rate.Strangers;
import io.sensormine.kit.security.ApiTokens;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.Optional;

@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@AnyTenant
class TokenOperationsController implements TokenOperations {
  private final ServiceClients clients;
  private final TokenIssuer issuer;
  private final ApiTokens apiTokens;
  private final SecurityEvents events;
  private final Strangers strangers;

  TokenOperationsController(
      ServiceClients clients,
      TokenIssuer issuer,
      ApiTokens apiTokens,
      SecurityEvents events,
      Strangers strangers) {
    this.clients = clients;
    this.issuer = issuer;
    this.apiTokens = apiTokens;
    this.events = events;
    this.strangers = strangers;
  }

  @Override
  @RatedElsewhere
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "Trade a service's client secret for its token",
      description = "Open to everyone who has a client secret.",
      security = {})
  public ServiceToken issueServiceToken(@Body @Valid ServiceTokenRequest request) {
    if (!clients.knows(request.clientId(), request.clientSecret())) {
      strangers.count();
      events.record(SecurityEventType.SERVICE_LOGIN_FAILED, null, null, null);
      throw ProblemException.of(
          ProblemType.UNAUTHENTICATED, "The client id and secret do not go together.");
    }
    var token = issuer.forService(request.clientId());
    return new ServiceToken(token.value(), token.expiresIn());
  }

  @Override
  @Secured(Roles.SERVICE)
  @Operation(summary = "Who an API token speaks for", description = "Roles: SERVICE.")
  public Optional<ApiTokenIdentity> verifyApiToken(@Body @Valid SecretHash secret) {
    return apiTokens.verify(secret.sha256());
  }
}
