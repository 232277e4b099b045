package io.sensormine.identity.password;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.OidcSettings;
import jakarta.inject.Singleton;
import java.util.Map;

/** Where people sign in: here by their passwords, or at an OpenID Connect provider. */
@Singleton
public final class SignInPlace {
  private final OidcSettings provider;

  SignInPlace(OidcSettings provider) {
    this.provider = provider;
  }

  /** Whether it is here. */
  public boolean isHere() {
    return !provider.isGiven();
  }

  /** Refuses (403) what is about passwords, where people sign in elsewhere. */
  public void requireHere() {
    var issuer = provider.issuer();
    if (issuer != null) {
      throw ProblemException.of(
              ProblemType.SIGN_IN_AT_PROVIDER,
              "People sign in at the identity provider; send the access token that it issues.")
          .with(Map.of("issuer", issuer));
    }
  }
}
