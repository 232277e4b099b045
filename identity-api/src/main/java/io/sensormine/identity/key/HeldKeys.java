package io.sensormine.identity.key;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The living keys, as they were read from the database.
 *
 * @param all that which signs last first
 */
record HeldKeys(List<Key> all, Instant readAt) {
  /**
   * A living key.
   *
   * @param pair null where no seal at hand opens it
   */
  record Key(String id, Instant signsFrom, ECKey verifying, @Nullable ECKey pair) {
    @Override
    public String toString() {
      return "Key[" + id + "]";
    }
  }

  HeldKeys {
    all = List.copyOf(all);
  }

  /**
   * Opens the keys.
   *
   * @param before what was held until now: what was open stays so, though another instance may have
   *     sealed it anew by a key that is not known here
   */
  static HeldKeys of(
      List<StoredKey> stored, KeySeals seals, @Nullable HeldKeys before, Instant readAt) {
    return new HeldKeys(
        stored.stream()
            .map(key -> {
              var known = before == null ? null : before.pair(key.id().toString());
              return new Key(
                  key.id().toString(),
                  key.signsFrom(),
                  KeyPairs.parse(key.publicJwk()),
                  known != null ? known : seals.open(key).map(KeyPairs::parse).orElse(null));
            })
            .toList(),
        readAt);
  }

  /** The key that signs at a time: the last whose time has come. */
  ECKey signing(Instant time) {
    var key =
        all.stream()
            .filter(one -> !one.signsFrom().isAfter(time))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("there is no signing key"));
    var pair = key.pair();
    if (pair == null) {
      throw new IllegalStateException("the signing key " + key.id() + " is sealed by another key");
    }
    return pair;
  }

  /** A key that signs at a time, or will, and that no seal at hand opens. */
  Optional<String> unopened(Instant time) {
    var signs = all.stream().filter(one -> !one.signsFrom().isAfter(time)).findFirst().orElse(null);
    return all.stream()
        .filter(one -> one.pair() == null && (one.equals(signs) || one.signsFrom().isAfter(time)))
        .map(Key::id)
        .findFirst();
  }

  /** A public key. */
  Optional<ECKey> find(String id) {
    return all.stream().filter(key -> id.equals(key.id())).map(Key::verifying).findFirst();
  }

  JWKSet published() {
    return new JWKSet(all.stream().<JWK>map(Key::verifying).toList());
  }

  private @Nullable ECKey pair(String id) {
    return all.stream().filter(key -> id.equals(key.id())).findFirst().map(Key::pair).orElse(null);
  }
}
