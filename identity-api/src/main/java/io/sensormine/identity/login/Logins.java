package io.sensormine.identity.login;

import io.sensormine.identity.password.PasswordHasher;
import io.sensormine.identity.token.TokenIssuer;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.text.PlainText;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs people in, keeps them signed in, signs them out. */
@Singleton
final class Logins {
  private static final String REFRESH_PREFIX = "smr_";

  private final LoginStore store;
  private final PasswordHasher passwords;
  private final TokenIssuer issuer;

  Logins(LoginStore store, PasswordHasher passwords, TokenIssuer issuer) {
    this.store = store;
    this.passwords = passwords;
    this.issuer = issuer;
  }

  /** Signs a user in; empty for every reason not to, after the same work. */
  Optional<Session> login(@Nullable String slug, String email, String password) {
    var address = email.strip().toLowerCase(Locale.ROOT);
    var askable = PlainText.isLine(slug) && PlainText.isLine(address);
    var attempt = askable ? store.attempt(slug, address).orElse(null) : null;
    var right = passwords.matches(password, attempt == null ? null : attempt.passwordHash());
    var tenantId = attempt == null ? null : attempt.tenantId();
    var userId = attempt == null ? null : attempt.userId();
    if (!right || userId == null || attempt == null || !attempt.open()) {
      return TenantContext.inOrOutside(
          tenantId,
          () -> {
            store.failed(userId, attempt != null && attempt.locking());
            return Optional.empty();
          });
    }
    var refreshToken = Secrets.next(REFRESH_PREFIX);
    return TenantContext.inOrOutside(
        tenantId,
        () -> {
          if (!store.succeeded(userId, attempt.tokenGeneration(), refreshToken)) {
            return Optional.empty();
          }
          return Optional.of(
              session(
                  userId,
                  tenantId,
                  address,
                  attempt.roles(),
                  attempt.tokenGeneration(),
                  refreshToken));
        });
  }

  /** Trades a refresh token for a new session; empty where it is worth nothing. */
  Optional<Session> refresh(String refreshToken) {
    var next = Secrets.next(REFRESH_PREFIX);
    var rotation = store.rotate(refreshToken, next).orElse(null);
    if (rotation == null) {
      return Optional.empty();
    }
    var email = rotation.email();
    if (rotation.replayed() || email == null) {
      return TenantContext.inOrOutside(
          rotation.tenantId(),
          () -> {
            store.replayed(rotation.userId());
            return Optional.empty();
          });
    }
    return Optional.of(
        session(
            rotation.userId(),
            rotation.tenantId(),
            email,
            rotation.roles(),
            rotation.tokenGeneration(),
            next));
  }

  /** Ends the session of a refresh token, and all that descend from the same login. */
  void logout(String refreshToken) {
    store
        .revokeFamily(refreshToken)
        .ifPresent(revoked ->
            TenantContext.inOrOutside(
                revoked.tenantId(),
                () -> {
                  store.loggedOut(revoked.userId());
                  return revoked;
                }));
  }

  private Session session(
      UUID userId,
      @Nullable UUID tenantId,
      String email,
      @Nullable List<String> roles,
      int generation,
      String refreshToken) {
    var access =
        issuer.forUser(userId, tenantId, email, roles == null ? List.of() : roles, generation);
    return new Session(access.value(), refreshToken, access.expiresIn());
  }
}
