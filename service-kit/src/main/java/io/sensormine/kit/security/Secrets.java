package io.sensormine.kit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Bearer secrets: 256 random bits behind a prefix, known to us only by their SHA-256. */
public final class Secrets {
  /** What an API token begins with. */
  public static final String API_TOKEN_PREFIX = "smt_";

  /** What a device's or a gateway's credential begins with. */
  public static final String CREDENTIAL_PREFIX = "smd_";

  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  /** A new secret, URL-safe, such as {@code smd_} and 43 characters. */
  public static String next(String prefix) {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A secret's SHA-256 in lower-case hex. Plain SHA-256 is enough: the secret is random. */
  public static String sha256(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
