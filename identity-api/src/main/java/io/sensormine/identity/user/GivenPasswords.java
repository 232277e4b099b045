package io.sensormine.identity.user;

import io.sensormine.identity.password.PasswordHasher;
import io.sensormine.identity.password.PasswordPolicy;
import io.sensormine.identity.password.SignInPlace;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;

/** Takes the passwords that one gives another. */
@Singleton
final class GivenPasswords {
  private final PasswordPolicy policy;
  private final PasswordHasher hasher;
  private final SignInPlace place;

  GivenPasswords(PasswordPolicy policy, PasswordHasher hasher, SignInPlace place) {
    this.policy = policy;
    this.hasher = hasher;
    this.place = place;
  }

  /** The hash to keep; 422 for an unfit password, 403 where people sign in at a provider. */
  String hash(String password) {
    place.requireHere();
    policy
        .objection(password)
        .ifPresent(why -> {
          throw ProblemException.at("/password", ProblemType.INVALID_REQUEST, why);
        });
    return hasher.hash(password);
  }
}
