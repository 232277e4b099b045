package io.sensormine.identity.user;

import io.sensormine.identity.password.Owner;
import io.sensormine.identity.password.PasswordHasher;
import io.sensormine.identity.password.PasswordPolicy;
import io.sensormine.identity.password.SignInPlace;
import io.sensormine.identity.tenant.Tenants;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the passwords that one gives another, of the tenant at hand or of none. */
@Singleton
final class GivenPasswords {
  private final UserRepository users;
  private final Tenants tenants;
  private final PasswordPolicy policy;
  private final PasswordHasher hasher;
  private final SignInPlace place;

  GivenPasswords(
      UserRepository users,
      Tenants tenants,
      PasswordPolicy policy,
      PasswordHasher hasher,
      SignInPlace place) {
    this.users = users;
    this.tenants = tenants;
    this.policy = policy;
    this.hasher = hasher;
    this.place = place;
  }

  /**
   * The hash to keep for somebody new; 422 for an unfit password, 403 where people sign in at a
   * provider.
   */
  String hash(String password, String email, @Nullable String displayName) {
    place.requireHere();
    var slug = TenantContext.current().flatMap(tenants::slug).orElse(null);
    policy
        .objection(password, new Owner(email, displayName, slug))
        .ifPresent(why -> {
          throw ProblemException.at("/password", ProblemType.INVALID_REQUEST, why);
        });
    return hasher.hash(password);
  }

  /**
   * The same for somebody who is there; null where they get no new password.
   *
   * @param newName what they are called from now on; null where that stays
   */
  @Nullable String replacement(
      UUID id,
      @Nullable String password,
      @Nullable String newName,
      Supplier<ProblemException> missing) {
    if (password == null) {
      return null;
    }
    place.requireHere();
    var user = users.findById(id).orElseThrow(missing);
    return hash(password, user.email(), newName == null ? user.displayName() : newName);
  }
}
