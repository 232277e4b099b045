package io.sensormine.identity.service;

import io.sensormine.kit.security.Secrets;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Knows our services by their client secrets. */
@Singleton
final class ServiceClients {
  private final ClientSettings settings;

  ServiceClients(ClientSettings settings) {
    this.settings = settings;
  }

  /** Whether the secret is the client's; takes the same time whatever is wrong. */
  boolean knows(String clientId, String secret) {
    var current = isSame(settings.secrets().get(clientId), secret);
    return isSame(settings.previousSecrets().get(clientId), secret) || current;
  }

  private static boolean isSame(@Nullable String known, String secret) {
    var same =
        MessageDigest.isEqual(digest(known == null ? Secrets.next("") : known), digest(secret));
    return same && known != null;
  }

  private static byte[] digest(String secret) {
    return Secrets.sha256(secret).getBytes(StandardCharsets.US_ASCII);
  }
}
