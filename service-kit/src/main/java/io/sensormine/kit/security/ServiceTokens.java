package io.sensormine.kit.security;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.sensormine.contracts.identity.ServiceTokenRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * This service's own token, by which it calls the others: fetched when first needed, renewed
 * shortly before it expires. Thread-safe; one fetch at a time.
 */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class ServiceTokens {
  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final Duration YOUNG = Duration.ofSeconds(5);

  private final BeanProvider<IdentityClient> identity;
  private final Clock clock;
  private final ServiceTokenRequest request;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Held held = new Held("", Instant.MIN, Instant.MIN);

  ServiceTokens(
      BeanProvider<IdentityClient> identity,
      Clock clock,
      @Value("${micronaut.application.name}") String service,
      @Value("${sensormine.client.secret}") String secret) {
    this.identity = identity;
    this.clock = clock;
    this.request = new ServiceTokenRequest(service, secret);
  }

  /** A token that is good for at least half a minute. May block for one call to identity-api. */
  String current() {
    var token = held;
    if (clock.instant().isBefore(token.renewAt())) {
      return token.value();
    }
    fetching.lock();
    try {
      token = held;
      if (!clock.instant().isBefore(token.renewAt())) {
        var issued = identity.get().issueServiceToken(request);
        var lifetime = Duration.ofSeconds(issued.expiresIn());
        token =
            new Held(
                issued.accessToken(),
                clock.instant().plus(lifetime).minus(early(lifetime)),
                clock.instant());
        held = token;
      }
      return token.value();
    } finally {
      fetching.unlock();
    }
  }

  /**
   * Notes that a service has refused a token, whose key may have been ended: the next call gets a
   * new one, but for one that is too young to gain by it.
   */
  void refused() {
    var token = held;
    if (clock.instant().isAfter(token.fetchedAt().plus(YOUNG))) {
      held = new Held("", Instant.MIN, token.fetchedAt());
    }
  }

  private static Duration early(Duration lifetime) {
    return lifetime.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : lifetime.dividedBy(2);
  }

  private record Held(String value, Instant renewAt, Instant fetchedAt) {
    @Override
    public String toString() {
      return "Held[until " + renewAt + "]";
    }
  }
}
