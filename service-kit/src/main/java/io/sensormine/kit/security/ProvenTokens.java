package io.sensormine.kit.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;

/**
 * Verifies tokens' signatures, each once a key: a caller sends the same token with every request,
 * and an elliptic curve takes long. What a token claims, and whether its key is still one, is for
 * others to look at every time. Thread-safe.
 */
public final class ProvenTokens {
  private static final int MAX_TOKENS = 10_000;

  /** By the token's SHA-256, the key that signed it. */
  private final Cache<String, ECKey> proven = Caffeine.newBuilder().maximumSize(MAX_TOKENS).build();

  /** Whether a token is signed by this key, by ES256. */
  public boolean isSignedBy(ECKey key, SignedJWT token) {
    var hash = Secrets.sha256(token.serialize());
    if (key.equals(proven.getIfPresent(hash))) {
      return true;
    }
    try {
      if (!token.verify(new ECDSAVerifier(key))) {
        return false;
      }
      proven.put(hash, key);
      return true;
    } catch (JOSEException notVerifiable) {
      return false;
    }
  }
}
