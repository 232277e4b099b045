package io.sensormine.identity.login;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.sensormine.identity.password.SignInPlace;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.AnyTenant;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.Optional;

@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
@AnyTenant
class AuthController {
  private final Logins logins;
  private final SignInPlace place;

  AuthController(Logins logins, SignInPlace place) {
    this.logins = logins;
    this.place = place;
  }

  @Post("/login")
  @Operation(
      summary = "Sign in",
      description =
          "Open to everyone. A platform admin leaves out `tenant`. Every failure is the same 401."
              + " 403 where people sign in at an OpenID Connect provider.",
      security = {})
  HttpResponse<Session> login(@Body @Valid LoginRequest request) {
    place.requireHere();
    return answer(
        logins.login(request.tenant(), request.email(), request.password()),
        "The e-mail address, password and tenant do not go together, or the user is locked.");
  }

  @Post("/refresh")
  @Operation(
      summary = "Trade a refresh token for new tokens",
      description =
          "Open to everyone. A refresh token works once; a replay ends all that descend from its"
              + " login. 403 where people sign in at an OpenID Connect provider.",
      security = {})
  HttpResponse<Session> refresh(@Body @Valid RefreshRequest request) {
    place.requireHere();
    return answer(
        logins.refresh(request.refreshToken()), "This refresh token is worth nothing; sign in.");
  }

  @Post("/logout")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Sign out",
      description = "Open to everyone. Ends all that descend from the token's login.",
      security = {})
  void logout(@Body @Valid RefreshRequest request) {
    logins.logout(request.refreshToken());
  }

  private static HttpResponse<Session> answer(Optional<Session> session, String otherwise) {
    return session
        .map(it -> HttpResponse.ok(it).header("Cache-Control", "no-store"))
        .orElseThrow(() -> ProblemException.of(ProblemType.UNAUTHENTICATED, otherwise));
  }
}
