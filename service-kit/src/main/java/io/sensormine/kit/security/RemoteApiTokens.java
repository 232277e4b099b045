package io.sensormine.kit.security;

import io.micronaut.context.annotation.Requires;
import io.sensormine.contracts.identity.ApiTokenIdentity;
import io.sensormine.contracts.identity.SecretHash;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import io.sensormine.kit.rate.Turns;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks identity-api, and remembers its word: so long that a revocation holds within 60 s, and on
 * through its outage. Tokens that were never seen wait for their turn to be asked about, so that
 * guessing neither drives out those that are known nor burdens identity-api. Thread-safe.
 */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class RemoteApiTokens implements ApiTokens {
  private final Function<SecretHash, Optional<ApiTokenIdentity>> identity;
  private final Clock clock;
  private final Remembered<String, ApiTokenIdentity> remembered;
  private final Turns turns;

  @Inject
  RemoteApiTokens(IdentityClient identity, IdentityMemorySettings settings, Clock clock) {
    this(identity::verifyApiToken, settings, Turns.USUAL_WAIT, clock);
  }

  /**
   * The same with an identity-api of a test's own.
   *
   * @param identity says who a token speaks for
   * @param maxWait how long a token that was never seen waits for its turn
   */
  RemoteApiTokens(
      Function<SecretHash, Optional<ApiTokenIdentity>> identity,
      IdentityMemorySettings settings,
      Duration maxWait,
      Clock clock) {
    this.identity = identity;
    this.clock = clock;
    this.remembered =
        new Remembered<>(
            "identity-api",
            settings.maxApiTokens(),
            settings.freshApiTokens(),
            settings.staleness(),
            clock);
    this.turns =
        new Turns(
            "Too many unknown API tokens are being looked up; try again in a moment.",
            settings.maxLookups(),
            maxWait);
  }

  @Override
  public Optional<ApiTokenIdentity> verify(String sha256) {
    var token = remembered.knows(sha256) ? ask(sha256) : turns.take(() -> ask(sha256));
    return token.filter(it -> it.expiresAt() == null || clock.instant().isBefore(it.expiresAt()));
  }

  private Optional<ApiTokenIdentity> ask(String sha256) {
    return remembered.one(sha256, Age.USUAL, () -> identity.apply(new SecretHash(sha256)));
  }
}
