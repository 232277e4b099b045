package io.sensormine.identity.key;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.identity.event.SecurityEventType;
import io.sensormine.identity.event.SecurityEvents;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the database. Each change is made under one lock and decided by the rows' times
 * alone, so that it does not matter which instance makes it, or how many try.
 */
@Singleton
class SigningKeyStore {
  /** How long a key verifies after its successor has begun to sign: its last token, and skew. */
  static final Duration OVERLAP = SigningKeys.LONGEST_TOKEN.plus(Duration.ofMinutes(5));

  private final SigningKeyRepository keys;
  private final KeyPairs pairs;
  private final KeySettings settings;
  private final SecurityEvents events;
  private final Clock clock;

  SigningKeyStore(
      SigningKeyRepository keys,
      KeyPairs pairs,
      KeySettings settings,
      SecurityEvents events,
      Clock clock) {
    this.keys = keys;
    this.pairs = pairs;
    this.settings = settings;
    this.events = events;
    this.clock = clock;
  }

  /** The living keys, that which signs last first. */
  List<StoredKey> living() {
    return keys.living();
  }

  /** The same; makes one where there is none, and seals anew what the previous seal holds. */
  @Transactional
  List<StoredKey> livingOrFirst() {
    keys.lock();
    if (keys.living().isEmpty()) {
      var now = clock.instant();
      make(now, now, null);
    }
    var seals = pairs.seals();
    for (var key : keys.living()) {
      seals
          .anew(key)
          .filter(seal -> keys.reseal(key.id(), key.privateJwkSealed(), seal))
          .ifPresent(
              seal -> events.record(SecurityEventType.SIGNING_KEY_RESEALED, null, key.id(), null));
    }
    return keys.living();
  }

  /** Takes the steps whose time has come: makes the next key, retires what is outlived. */
  @Transactional
  void rotateByAge() {
    keys.lock();
    var now = clock.instant();
    var living = keys.living();
    var last = living.getFirst();
    if (!now.isBefore(last.signsFrom().plus(settings.rotateAfter()).minus(ahead()))) {
      make(now, now.plus(ahead()), null);
    }
    for (var key : living) {
      if (living.stream().anyMatch(other -> outlives(other, key, now))) {
        retire(key.id(), now, null, "outlived");
      }
    }
  }

  /** Makes the next key, unless there is one that is yet to sign; the next key. */
  @Transactional
  StoredKey rotate(String actor) {
    keys.lock();
    var now = clock.instant();
    var last = keys.living().getFirst();
    return last.signsAt(now) ? make(now, now.plus(ahead()), actor) : last;
  }

  /**
   * Ends a key at once, whatever it has signed; empty where there is none. Where it was the one
   * that signs, the next does from now on: none that signed before it will again.
   */
  @Transactional
  Optional<StoredKey> end(UUID id, String actor) {
    keys.lock();
    var key = keys.findById(id).orElse(null);
    if (key == null || key.retiredAt() != null) {
      return Optional.ofNullable(key);
    }
    var now = clock.instant();
    var living = keys.living();
    var signing = living.stream().filter(one -> one.signsAt(now)).findFirst();
    retire(id, now, actor, "at once");
    if (signing.isEmpty() || signing.get().id().equals(id)) {
      living.stream()
          .filter(one -> !one.signsAt(now) && !one.id().equals(id))
          .findFirst()
          .ifPresentOrElse(next -> keys.signNow(next.id(), now), () -> make(now, now, actor));
    }
    return keys.findById(id);
  }

  private static boolean outlives(StoredKey other, StoredKey key, Instant now) {
    return other.signsFrom().isAfter(key.signsFrom()) && other.signsAt(now.minus(OVERLAP));
  }

  private StoredKey make(Instant now, Instant signsFrom, @Nullable String actor) {
    var made = keys.save(pairs.make(now, signsFrom));
    events.record(
        SecurityEventType.SIGNING_KEY_CREATED, actor, made.id(), "signs from " + signsFrom);
    return made;
  }

  private void retire(UUID id, Instant now, @Nullable String actor, String why) {
    keys.retire(id, now);
    events.record(SecurityEventType.SIGNING_KEY_RETIRED, actor, id, why);
  }

  private Duration ahead() {
    return settings.publishAhead();
  }
}
