package io.sensormine.identity.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign and verify tokens, in memory. They are read at start-up and again, at most
 * once in {@link #REREAD_AFTER}, when they are published or an unknown one is asked for: another
 * instance may have made it. While the database is away, those in memory go on. Thread-safe.
 */
@Singleton
public final class SigningKeys {
  /** How long what is in memory is good enough. */
  static final Duration REREAD_AFTER = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final SigningKeyStore store;
  private final KeySettings settings;
  private final Clock clock;
  private final ReentrantLock rereading = new ReentrantLock();
  private volatile @Nullable Held held;

  SigningKeys(SigningKeyStore store, KeySettings settings, Clock clock) {
    this.store = store;
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
    var seal = KeySeal.of(settings.encryptionKey());
    hold(seal, store.livingOrFirst(() -> make(seal)));
  }

  /** The key that signs. */
  public ECKey signing() {
    return held().signing();
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

  private Held held() {
    var keys = held;
    if (keys == null) {
      throw new IllegalStateException("the signing keys are not read yet");
    }
    return keys;
  }

  private void rereadIfOld() {
    if (isFresh() || !rereading.tryLock()) {
      return;
    }
    try {
      if (!isFresh()) {
        var living = store.living();
        if (!living.isEmpty()) {
          hold(KeySeal.of(settings.encryptionKey()), living);
        }
      }
    } catch (DataAccessException | ConnectionException away) {
      LOG.warn("The signing keys could not be read again: {}", away.getMessage());
    } finally {
      rereading.unlock();
    }
  }

  private boolean isFresh() {
    return clock.instant().isBefore(held().readAt().plus(REREAD_AFTER));
  }

  private void hold(KeySeal seal, List<StoredKey> youngestFirst) {
    var youngest = youngestFirst.getFirst();
    var opened =
        seal.open(youngest.id(), youngest.privateJwkSealed())
            .orElseThrow(() ->
                new IllegalStateException(
                    "SENSORMINE_KEY_ENCRYPTION_KEY does not open the signing key "
                        + youngest.id()
                        + " in the database: it was sealed by another. Give that one."));
    held =
        new Held(
            parse(opened),
            youngestFirst.stream().map(key -> parse(key.publicJwk())).toList(),
            clock.instant());
  }

  private StoredKey make(KeySeal seal) {
    UUID id = Ids.next();
    try {
      var pair =
          new ECKeyGenerator(Curve.P_256)
              .keyID(id.toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      return new StoredKey(
          id,
          pair.toPublicJWK().toJSONString(),
          seal.seal(id, pair.toJSONString()),
          clock.instant(),
          null);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  private static ECKey parse(String jwk) {
    try {
      return ECKey.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("a signing key in the database is damaged", e);
    }
  }

  private record Held(ECKey signing, List<ECKey> verifying, Instant readAt) {
    Optional<ECKey> find(String id) {
      return verifying.stream().filter(key -> id.equals(key.getKeyID())).findFirst();
    }

    JWKSet published() {
      return new JWKSet(List.<JWK>copyOf(verifying));
    }

    @Override
    public String toString() {
      return "Held[" + signing.getKeyID() + "]";
    }
  }
}
