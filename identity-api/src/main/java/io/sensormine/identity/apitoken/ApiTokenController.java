package io.sensormine.identity.apitoken;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.Page;
import io.sensormine.identity.BrokenConstraint;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.security.Secrets;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Controller(ApiTokenController.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured({Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN})
class ApiTokenController {
  static final String PATH = "/api/v1/api-tokens";
  private static final String WHO = "Roles: TENANT_ADMIN, PLATFORM_ADMIN.";

  private final ApiTokenStore tokens;
  private final ApiTokenRepository repository;
  private final Clock clock;

  ApiTokenController(ApiTokenStore tokens, ApiTokenRepository repository, Clock clock) {
    this.tokens = tokens;
    this.repository = repository;
    this.clock = clock;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Make an API token",
      description = WHO + " Only this answer has the `secret`.")
  HttpResponse<ApiTokenView> create(@Body @Valid CreateApiToken request, Authentication caller) {
    checkExpiry(request.expiresAt());
    var secret = Secrets.next(Secrets.API_TOKEN_PREFIX);
    var token = BrokenConstraint.explained(() -> tokens.create(request, secret, caller.getName()));
    return HttpResponse.created(ApiTokenView.of(token, secret), URI.create(PATH + "/" + token.id()))
        .header("Cache-Control", "no-store");
  }

  @Get
  @Operation(
      summary = "List the tenant's API tokens, oldest first",
      description = WHO + " Revoked ones are among them.")
  Page<ApiTokenView> list(
      @Nullable @QueryValue Integer limit, @Nullable @QueryValue String cursor) {
    var page = Pages.of(limit, cursor);
    var rows = repository.page(Pages.after(page), page.rowsToRead());
    return page.page(
        rows.stream().map(ApiTokenView::of).toList(), token -> List.of(token.id().toString()));
  }

  @Get("/{id}")
  @Operation(summary = "Read an API token", description = WHO)
  ApiTokenView read(@PathVariable UUID id) {
    return repository.findById(id).map(ApiTokenView::of).orElseThrow(ApiTokenController::missing);
  }

  @Patch("/{id}")
  @Operation(
      summary = "Change an API token's name, roles or expiry",
      description = WHO + " A revoked one is 404.")
  ApiTokenView change(
      @PathVariable UUID id, @Body @Valid ChangeApiToken request, Authentication caller) {
    checkExpiry(request.expiresAt());
    return tokens
        .change(id, request, caller.getName())
        .map(ApiTokenView::of)
        .orElseThrow(ApiTokenController::missing);
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Revoke an API token for good", description = WHO)
  void revoke(@PathVariable UUID id, Authentication caller) {
    if (!tokens.revoke(id, caller.getName())) {
      throw missing();
    }
  }

  private void checkExpiry(@org.jspecify.annotations.Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw ProblemException.at(
          "/expiresAt", ProblemType.INVALID_REQUEST, "A token expires in the future or never.");
    }
  }

  private static ProblemException missing() {
    return ProblemException.notFound("API token");
  }
}
