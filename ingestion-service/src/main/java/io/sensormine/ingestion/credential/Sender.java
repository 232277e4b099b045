package io.sensormine.ingestion.credential;

import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.device.CredentialIdentity;
import java.util.Objects;

/**
 * Who sends: a device or a gateway.
 *
 * @param sha256 of its credential, to ask about it again
 */
public record Sender(String sha256, CredentialIdentity identity) {
  static final String ATTRIBUTE = "sender";

  /** The sender of a request whose credential has been accepted. */
  public static Sender of(Authentication authentication) {
    return (Sender) Objects.requireNonNull(authentication.getAttributes().get(ATTRIBUTE));
  }
}
