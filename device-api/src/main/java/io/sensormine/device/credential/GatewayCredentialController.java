package io.sensormine.device.credential;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.device.BrokenConstraint;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

@Controller("/api/v1/gateway-credentials")
@ExecuteOn(TaskExecutors.BLOCKING)
class GatewayCredentialController {
  private final Credentials credentials;
  private final CredentialRepository rows;
  private final GatewayCredentialAuditRepository audit;
  private final Clock clock;

  GatewayCredentialController(
      Credentials credentials,
      CredentialRepository rows,
      GatewayCredentialAuditRepository audit,
      Clock clock) {
    this.credentials = credentials;
    this.rows = rows;
    this.audit = audit;
    this.clock = clock;
  }

  @Post
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Issue a credential to a gateway; its token is told here only",
      description =
          "The name is taken until the credential is revoked. Roles: TENANT_ADMIN, OPERATOR,"
              + " PLATFORM_ADMIN.")
  HttpResponse<Credential> issue(
      @Body @Valid CredentialRequest request, Authentication authentication) {
    if (request.name() == null || request.name().isBlank()) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "A gateway's credential has a name.",
          List.of(new Violation("/name", "not-blank", "must not be blank")));
    }
    var actor = Caller.of(authentication).subject();
    var terms = request.terms(clock.instant());
    var issued = BrokenConstraint.explained(() -> credentials.issue(null, terms, actor));
    return HttpResponse.created(issued, URI.create("/api/v1/gateway-credentials/" + issued.id()));
  }

  @Get
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List the gateways' credentials, revoked ones too, oldest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<Credential> list(@Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var found = rows.ofGateways(Pages.after(page), page.rowsToRead());
    return page.page(
        found.stream().map(Credential::of).toList(),
        credential -> List.of(credential.id().toString()));
  }

  @Get("/audit-log")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "List who issued and revoked the gateways' credentials, newest first",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Page<GatewayCredentialEntry> auditLog(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    return page.page(
        audit.page(Pages.before(page), page.rowsToRead()), entry -> List.of(entry.id().toString()));
  }

  @Get("/{id}")
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Read a gateway's credential",
      description = "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN.")
  Credential read(@PathVariable UUID id) {
    return credentials.read(null, id);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Revoke a gateway's credential",
      description = "Roles: TENANT_ADMIN, OPERATOR, PLATFORM_ADMIN.")
  void revoke(@PathVariable UUID id, Authentication authentication) {
    credentials.revoke(null, id, Caller.of(authentication).subject());
  }
}
