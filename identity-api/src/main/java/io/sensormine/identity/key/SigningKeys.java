package io.sensormine.identity.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign and verify tokens, in memory. They are read at start-up, at a steady pace, and
 * in between, at most once in {@link #REREAD_AFTER}, when they are published or an unknown one is
 * asked for: another instance may have made it. While the database is away, those in memory go on.
 * Thread-safe.
 */
@Singleton
public final class SigningKeys {
  /** The longest that any token of ours may live. */
  public static final Duration LONGEST_TOKEN = Duration.ofHours(1);

  /** How long what is in memory is good enough. */
  static final Duration REREAD_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final SigningKeyStore store;
  private final KeyPairs pairs;
  private final KeySettings settings;
  private final Clock clock;
  private final ReentrantLock rereading = new ReentrantLock();
  private volatile @Nullable HeldKeys held;

  SigningKeys(SigningKeyStore store, KeyPairs pairs, KeySettings settings, Clock clock) {
    this.store = store;
    this.pairs = pairs;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads the keys, making the first; once, at start-up.
   *
   * @throws IllegalStateException saying what to do, where the encryption key is missing or not the
   *     one that sealed them
   */
  public void start() {
    var seals = pairs.seals();
    var readAt = clock.instant();
    var keys = HeldKeys.of(store.livingOrFirst(), seals, null, readAt);
    keys.unopened(readAt)
        .ifPresent(id -> {
          throw new IllegalStateException(
              "SENSORMINE_KEY_ENCRYPTION_KEY does not open the signing key "
                  + id
                  + " in the database: it was sealed by another. Give that one, or give it as"
                  + " SENSORMINE_KEY_ENCRYPTION_KEY_PREVIOUS to have it sealed anew.");
        });
    held = keys;
  }

  /**
   * The key that signs.
   *
   * @throws ProblemException 503, where the keys were last read so long ago that another may sign
   *     by now
   */
  public ECKey signing() {
    var keys = held();
    var now = clock.instant();
    if (!now.isBefore(keys.readAt().plus(settings.publishAhead()))) {
      throw ProblemException.unavailable(
          ProblemType.DATABASE_UNAVAILABLE,
          "The signing keys could not be read for too long; nothing was signed. Try again.",
          RETRY_AFTER,
          null);
    }
    return keys.signing(now);
  }

  /** The public keys, for everyone who verifies. May ask the database. */
  public JWKSet published() {
    rereadIfOld();
    return held().published();
  }

  /** A public key that is in memory. Never blocks. */
  Optional<ECKey> find(String id) {
    return held().find(id);
  }

  /** A public key that may have been made by another instance. May ask the database. */
  Optional<ECKey> findAnew(String id) {
    rereadIfOld();
    return find(id);
  }

  /** Takes the steps of the rotation whose time has come, and reads the keys. */
  void check() {
    TenantContext.outside(() -> {
      store.rotateByAge();
      return reread();
    });
  }

  /** Reads the keys after a change. */
  boolean reread() {
    rereading.lock();
    try {
      read();
      return true;
    } finally {
      rereading.unlock();
    }
  }

  private void rereadIfOld() {
    if (isFresh() || !rereading.tryLock()) {
      return;
    }
    try {
      if (!isFresh()) {
        read();
      }
    } catch (DataAccessException | ConnectionException away) {
      LOG.warn("The signing keys could not be read again: {}", away.getMessage());
    } finally {
      rereading.unlock();
    }
  }

  private void read() {
    var readAt = clock.instant();
    var before = held();
    var keys = HeldKeys.of(store.living(), pairs.seals(), before, readAt);
    keys.unopened(readAt)
        .filter(id -> before.find(id).isEmpty())
        .ifPresent(id ->
            LOG.error(
                "SENSORMINE_KEY_ENCRYPTION_KEY does not open the signing key {}, which another"
                    + " instance has made: give all instances the same, and start them again",
                id));
    held = keys;
  }

  private boolean isFresh() {
    return clock.instant().isBefore(held().readAt().plus(REREAD_AFTER));
  }

  private HeldKeys held() {
    var keys = held;
    if (keys == null) {
      throw new IllegalStateException("the signing keys are not read yet");
    }
    return keys;
  }
}
