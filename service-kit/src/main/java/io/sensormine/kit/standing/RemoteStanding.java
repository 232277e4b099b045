package io.sensormine.kit.standing;

import io.micronaut.context.annotation.Requires;
import io.sensormine.contracts.identity.StandingOperations;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.IdentityMemorySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges by identity-api's last word, which {@link StandingRefresh} renews every few seconds, so
 * that a request waits for it only where there is none yet. While identity-api is away the last
 * word is used up to the staleness allowed; then nobody is let through. Whether there is the tenant
 * that a provider's token names is asked of that tenant alone, and remembered likewise; that there
 * is none holds for a second, so that a new tenant's people are let in at once. Thread-safe.
 */
@Singleton
@Requires(property = "sensormine.issuer", value = "false")
final class RemoteStanding implements Standing {
  /** Older than this it is asked again, unless that has just failed. */
  static final Duration FRESH = Duration.ofSeconds(30);

  private static final Duration NOT_AGAIN = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(RemoteStanding.class);

  private final StandingOperations identity;
  private final Duration staleness;
  private final Clock clock;
  private final Remembered<UUID, Boolean> tenants;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile State state = new State(null, null);

  /**
   * What is known.
   *
   * @param word null before the first
   * @param failedAt when identity-api last did not answer; null where its last answer came
   */
  private record State(@Nullable Word word, @Nullable Instant failedAt) {}

  @Inject
  RemoteStanding(StandingClient identity, IdentityMemorySettings settings, Clock clock) {
    this((StandingOperations) identity, settings, clock);
  }

  /** The same with an identity-api of a test's own. */
  RemoteStanding(StandingOperations identity, IdentityMemorySettings settings, Clock clock) {
    this.identity = identity;
    this.staleness = settings.staleness();
    this.clock = clock;
    this.tenants =
        new Remembered<>("identity-api", settings.maxTenants(), FRESH, settings.staleness(), clock);
  }

  @Override
  public @Nullable Verdict peek(Bearer bearer) {
    var verdict = peekAtWord(bearer);
    var tenantId = bearer.isProviders() ? bearer.tenantId().orElse(null) : null;
    return verdict != Verdict.STANDS || tenantId == null || tenants.peek(tenantId) != null
        ? verdict
        : null;
  }

  @Override
  public Verdict judge(Bearer bearer) {
    var verdict = judgeByWord(bearer);
    return verdict == Verdict.STANDS
            && bearer.isProviders()
            && bearer.tenantId().filter(id -> !exists(id)).isPresent()
        ? Verdict.UNKNOWN_TENANT
        : verdict;
  }

  private boolean exists(UUID tenantId) {
    return tenants.one(tenantId, Age.USUAL, () -> askFor(tenantId)).isPresent();
  }

  @SuppressWarnings("NullAway") // a 404, of a proxy's, say, is null, and no word on any tenant
  private Optional<Boolean> askFor(UUID tenantId) {
    var answer = Objects.requireNonNull(identity.tenantExistence(tenantId), "no such operation");
    return answer.exists() ? Optional.of(true) : Optional.empty();
  }

  private @Nullable Verdict peekAtWord(Bearer bearer) {
    var now = state;
    var word = now.word();
    var failedAt = now.failedAt();
    if (word == null) {
      return null;
    }
    var isAway = failedAt != null && !isOlder(failedAt, FRESH);
    return isOlder(word.askedAt(), isAway ? staleness : FRESH) ? null : word.on(bearer);
  }

  private Verdict judgeByWord(Bearer bearer) {
    asking.lock();
    try {
      var verdict = peekAtWord(bearer);
      var failedAt = state.failedAt();
      if (verdict == null && (failedAt == null || isOlder(failedAt, NOT_AGAIN))) {
        ask();
        verdict = peekAtWord(bearer);
      }
      if (verdict == null) {
        throw ProblemException.unavailable(
            ProblemType.DEPENDENCY_UNAVAILABLE,
            "identity-api does not answer, so nobody knows whether your token still holds."
                + " Nothing was done; try again.",
            RETRY_AFTER,
            null);
      }
      return verdict;
    } finally {
      asking.unlock();
    }
  }

  /** Asks anew; what fails is noted and logged. */
  void refresh() {
    asking.lock();
    try {
      ask();
    } finally {
      asking.unlock();
    }
  }

  @SuppressWarnings({"IllegalCatch", "NullAway"}) // whatever keeps it from answering; 404 is null
  private void ask() {
    var before = state;
    var askedAt = clock.instant();
    try {
      var suspended = Objects.requireNonNull(identity.suspendedTenants(), "no such operation");
      var ended = Objects.requireNonNull(identity.endedSessions(), "no such operation");
      state = new State(Word.of(suspended, ended, askedAt), null);
      if (before.failedAt() != null) {
        LOG.info("identity-api tells again who is suspended or ended");
      }
    } catch (RuntimeException away) {
      state = new State(before.word(), clock.instant());
      if (before.failedAt() == null) {
        LOG.warn(
            "identity-api does not tell who is suspended or ended; its last word is used for {}: {}",
            staleness,
            away.getMessage());
      }
    }
  }

  private boolean isOlder(Instant at, Duration age) {
    return clock.instant().isAfter(at.plus(age));
  }
}
