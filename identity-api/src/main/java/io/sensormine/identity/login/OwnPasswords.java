package io.sensormine.identity.login;

import io.sensormine.identity.password.Owner;
import io.sensormine.identity.password.PasswordHasher;
import io.sensormine.identity.password.PasswordPolicy;
import io.sensormine.identity.tenant.Tenants;
import io.sensormine.identity.user.Users;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets users, platform admins too, change their own passwords by proving the present ones. */
@Singleton
class OwnPasswords {
  private final LoginStore logins;
  private final Users users;
  private final Tenants tenants;
  private final PasswordHasher hasher;
  private final PasswordPolicy policy;

  OwnPasswords(
      LoginStore logins,
      Users users,
      Tenants tenants,
      PasswordHasher hasher,
      PasswordPolicy policy) {
    this.logins = logins;
    this.users = users;
    this.tenants = tenants;
    this.hasher = hasher;
    this.policy = policy;
  }

  /**
   * Changes a password and ends the user's sessions; 422 for a wrong present or an unfit new one.
   *
   * @param tenantId null for a platform admin
   */
  void change(UUID userId, @Nullable UUID tenantId, String email, NewPassword request) {
    var slug = tenantId == null ? null : tenants.slug(tenantId).orElse("");
    policy
        .objection(request.newPassword(), new Owner(email, name(userId, tenantId), slug))
        .ifPresent(why -> {
          throw ProblemException.at("/newPassword", ProblemType.INVALID_REQUEST, why);
        });
    var generation = prove(userId, tenantId, slug, email, request.currentPassword());
    var hash = hasher.hash(request.newPassword());
    var changed =
        TenantContext.inOrOutside(
            tenantId,
            () ->
                tenantId == null
                    ? logins.changeAdminPassword(userId, generation, hash)
                    : users.changePassword(userId, generation, hash, userId.toString()));
    if (!changed) {
      throw wrong();
    }
  }

  private @Nullable String name(UUID userId, @Nullable UUID tenantId) {
    return TenantContext.inOrOutside(
            tenantId,
            () -> tenantId == null ? logins.platformAdminsName(userId) : users.displayName(userId))
        .orElse(null);
  }

  /**
   * The generation of tokens that the present password stands for. Counted as an attempt to sign
   * in, so that a stolen token cannot guess without end.
   */
  private int prove(
      UUID userId, @Nullable UUID tenantId, @Nullable String slug, String email, String password) {
    var attempt = logins.attempt(slug, email).orElse(null);
    var right = hasher.matches(password, attempt == null ? null : attempt.passwordHash());
    if (attempt == null || !right || !attempt.open() || !userId.equals(attempt.userId())) {
      TenantContext.inOrOutside(
          tenantId,
          () -> {
            logins.failed(userId, attempt != null && attempt.locking());
            return userId;
          });
      throw wrong();
    }
    return attempt.tokenGeneration();
  }

  private static ProblemException wrong() {
    return ProblemException.at(
        "/currentPassword",
        ProblemType.INVALID_REQUEST,
        "This is not your present password, or too many wrong ones have locked you for a while.");
  }
}
