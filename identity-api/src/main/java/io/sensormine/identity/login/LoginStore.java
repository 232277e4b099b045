package io.sensormine.identity.login;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import io.sensormine.identity.token.TokenSettings;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What signing in and staying signed in does to the database, a transaction each. */
@Singleton
class LoginStore {
  private final LoginRepository logins;
  private final SecurityEvents events;
  private final LoginSettings settings;
  private final TokenSettings tokens;
  private final Clock clock;

  LoginStore(
      LoginRepository logins,
      SecurityEvents events,
      LoginSettings settings,
      TokenSettings tokens,
      Clock clock) {
    this.logins = logins;
    this.events = events;
    this.settings = settings;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Counts an attempt and gives what it is judged by; empty where nothing is known. */
  @Transactional
  Optional<LoginAttempt> attempt(@Nullable String slug, String email) {
    var now = clock.instant();
    return logins.attempt(slug, email, now, settings.maxFailures(), now.plus(settings.lockout()));
  }

  /**
   * Notes that an attempt failed.
   *
   * @param locked whether the user is locked from now on
   */
  @Transactional
  void failed(@Nullable UUID userId, boolean locked) {
    events.record(SecurityEventType.LOGIN_FAILED, null, userId, null);
    if (locked) {
      events.record(
          SecurityEventType.USER_LOCKED,
          null,
          userId,
          "for %s after %d failures".formatted(settings.lockout(), settings.maxFailures()));
    }
  }

  /**
   * Signs a user in; keeps the hash of the first refresh token of a family. False, and only a
   * failure on record, where what the attempt was judged by has changed since.
   *
   * @param generation as the attempt gave it
   */
  @Transactional
  boolean succeeded(UUID userId, int generation, String refreshToken) {
    var now = clock.instant();
    var opened =
        logins.openFamily(
            Ids.next(),
            userId,
            generation,
            Secrets.sha256(refreshToken),
            now,
            now.plus(tokens.refreshLifetime()));
    if (!opened) {
      failed(userId, false);
      return false;
    }
    logins.succeeded(userId, now);
    events.record(SecurityEventType.LOGIN_SUCCEEDED, userId.toString(), userId, null);
    return true;
  }

  /** Trades a refresh token for the next; empty where it is worth nothing. */
  @Transactional
  Optional<Rotation> rotate(String refreshToken, String next) {
    var now = clock.instant();
    return logins.rotate(
        Secrets.sha256(refreshToken),
        Ids.next(),
        Secrets.sha256(next),
        now,
        now.plus(tokens.refreshLifetime()));
  }

  @Transactional
  void replayed(UUID userId) {
    events.record(
        SecurityEventType.REFRESH_REPLAYED, null, userId, "all that descend from one login ended");
  }

  @Transactional
  Optional<Revocation> revokeFamily(String refreshToken) {
    return logins.revokeFamily(Secrets.sha256(refreshToken), clock.instant());
  }

  @Transactional
  void loggedOut(UUID userId) {
    events.record(SecurityEventType.LOGGED_OUT, userId.toString(), userId, null);
  }

  /** What a platform admin is called; empty where there is none of that id. */
  @Transactional
  Optional<String> platformAdminsName(UUID userId) {
    return logins.platformAdminsName(userId);
  }

  /**
   * Gives a platform admin another password and ends their sessions; false where that has happened
   * since the generation that the present password was judged in.
   */
  @Transactional
  boolean changeAdminPassword(UUID userId, int generation, String passwordHash) {
    var changed = logins.changeAdminPassword(userId, generation, passwordHash, clock.instant());
    if (changed) {
      events.record(SecurityEventType.PASSWORD_CHANGED, userId.toString(), userId, null);
    }
    return changed;
  }
}
