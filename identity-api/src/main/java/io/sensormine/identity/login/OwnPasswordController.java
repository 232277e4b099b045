package io.sensormine.identity.login;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.identity.password.SignInPlace;
import io.sensormine.identity.token.TokenIssuer;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.UUID;

@Controller("/api/v1/me/password")
@ExecuteOn(TaskExecutors.BLOCKING)
class OwnPasswordController {
  private final OwnPasswords passwords;
  private final SignInPlace place;

  OwnPasswordController(OwnPasswords passwords, SignInPlace place) {
    this.passwords = passwords;
    this.place = place;
  }

  @Post
  @Status(HttpStatus.NO_CONTENT)
  @AnyTenant
  @Secured({Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN})
  @Operation(
      summary = "Change your own password",
      description =
          "Roles: TENANT_ADMIN, OPERATOR, ANALYST, PLATFORM_ADMIN; users only. Ends every session,"
              + " this one included: sign in anew. A wrong present password counts as a failed"
              + " login.")
  void change(@Body @Valid NewPassword request, Authentication authentication) {
    place.requireHere();
    var email = authentication.getAttributes().get(TokenIssuer.EMAIL_CLAIM);
    if (email == null) {
      throw ProblemException.of(
          ProblemType.FORBIDDEN, "An API token has no password; sign in as the user whose it is.");
    }
    var caller = Caller.of(authentication);
    passwords.change(
        UUID.fromString(caller.subject()),
        caller.tenantId().orElse(null),
        email.toString(),
        request);
  }
}
