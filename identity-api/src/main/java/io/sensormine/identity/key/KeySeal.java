package io.sensormine.identity.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals private keys by AES-256-GCM for the database: base64 of a nonce of 12 bytes, the ciphertext
 * and the tag. A seal is bound to the key's id, so that one row's cannot pass for another's.
 */
final class KeySeal {
  private static final String ADVICE =
      " Give 32 random bytes in base64, such as `openssl rand -base64 32` prints, and keep them:"
          + " without them the signing keys in the database are lost.";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private KeySeal(SecretKey key) {
    this.key = key;
  }

  /**
   * Reads the key as an operator gives it; refuses, saying what to do, what is no such key.
   *
   * @param variable what it is called in the environment
   */
  static KeySeal of(String variable, @Nullable String base64) {
    if (base64 == null || base64.isBlank()) {
      throw new IllegalStateException(variable + " is not set." + ADVICE);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalStateException(variable + " is not base64." + ADVICE);
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalStateException(
          "%s has %d bytes instead of 32.".formatted(variable, bytes.length) + ADVICE);
    }
    return new KeySeal(new SecretKeySpec(bytes, "AES"));
  }

  String seal(UUID id, String text) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed =
          cipher(Cipher.ENCRYPT_MODE, id, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** What was sealed; empty where it was sealed by another key, for another id, or is damaged. */
  Optional<String> open(UUID id, String sealed) {
    try {
      var bytes = Base64.getDecoder().decode(sealed);
      var text =
          cipher(Cipher.DECRYPT_MODE, id, bytes)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (AEADBadTagException | IllegalArgumentException notOurs) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, UUID id, byte[] nonceFirst) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceFirst, 0, NONCE_BYTES));
    cipher.updateAAD(id.toString().getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }
}
