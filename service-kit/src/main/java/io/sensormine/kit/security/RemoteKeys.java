package io.sensormine.kit.security;

import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.scheduling.TaskScheduler;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The public keys of an issuer of tokens, kept in memory: read again at a steady pace, and out of
 * turn where a token names a key that is not among them, which is how a new key is met early. While
 * the issuer is away its last word holds, up to a bound. However many ask, there is one reading at
 * a time, and one out of turn in so long a time. Thread-safe; never blocks.
 */
final class RemoteKeys {
  /** While nothing in memory can be used: from one attempt to the next. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String issuer;
  private final Supplier<Mono<JWKSet>> source;
  private final KeyReading pace;
  private final Clock clock;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile Instant attemptedAt = Instant.MIN;
  private volatile @Nullable Mono<JWKSet> reading;
  private volatile boolean away;

  /**
   * Keeps an issuer's keys.
   *
   * @param issuer whose they are, as a client is told while it is away
   * @param source reads them; fails in any way where it cannot
   */
  RemoteKeys(String issuer, Supplier<Mono<JWKSet>> source, KeyReading pace, Clock clock) {
    this.issuer = issuer;
    this.source = source;
    this.pace = pace;
    this.clock = clock;
  }

  /** Reads the keys now and at a steady pace, until the task is cancelled. */
  ScheduledFuture<?> keepFresh(TaskScheduler scheduler) {
    return scheduler.scheduleWithFixedDelay(
        Duration.ZERO, pace.refreshAfter(), () -> read().subscribe(keys -> {}, failed -> {}));
  }

  /**
   * The keys, with the one of the given id among them if the issuer publishes it. Fails with 503
   * where none were ever read, or too long ago, and the issuer does not answer.
   *
   * @param id the key that a token names; null where it names none
   */
  Mono<JWKSet> with(@Nullable String id) {
    var last = held;
    var ongoing = reading;
    if (last == null || isOlder(last.readAt(), pace.staleness())) {
      return ongoing == null && !isOlder(attemptedAt, RETRY)
          ? Mono.error(() -> unavailable(null))
          : read().onErrorMap(this::unavailable);
    }
    if (id == null || last.keys().getKeyByKeyId(id) != null) {
      return Mono.just(last.keys());
    }
    return ongoing == null && !isOlder(attemptedAt, pace.minInterval())
        ? Mono.just(last.keys())
        : read().onErrorReturn(last.keys());
  }

  /** The reading that is under way, or a new one. */
  private Mono<JWKSet> read() {
    starting.lock();
    try {
      var ongoing = reading;
      if (ongoing == null) {
        attemptedAt = clock.instant();
        ongoing =
            Mono.defer(source)
                .timeout(TIMEOUT)
                .filter(keys -> !keys.isEmpty())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("no keys")))
                .doOnNext(this::hold)
                .doOnError(this::failed)
                .doFinally(end -> reading = null)
                .cache();
        reading = ongoing;
      }
      return ongoing;
    } finally {
      starting.unlock();
    }
  }

  private void hold(JWKSet keys) {
    held = new Held(keys.toPublicJWKSet(), clock.instant());
    if (away) {
      away = false;
      LOG.info("The keys of {} can be read again", issuer);
    }
  }

  private void failed(Throwable error) {
    if (!away) {
      away = true;
      LOG.warn("The keys of {} cannot be read: {}", issuer, error.toString());
    }
  }

  private ProblemException unavailable(@Nullable Throwable cause) {
    return ProblemException.unavailable(
        ProblemType.DEPENDENCY_UNAVAILABLE,
        "The keys that verify your token cannot be read from " + issuer + "; try again.",
        RETRY,
        cause);
  }

  private boolean isOlder(Instant at, Duration age) {
    return !clock.instant().minus(age).isBefore(at);
  }

  private record Held(JWKSet keys, Instant readAt) {}
}
