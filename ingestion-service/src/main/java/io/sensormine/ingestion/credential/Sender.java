package io.sensormine.ingestion.credential;

import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;

/**
 * Who sends: a device or a gateway.
 *
 * @param sha256 of its credential, to ask about it again
 */
public record Sender(String sha256, CredentialIdentity identity) {
  static final String ATTRIBUTE = "sender";

  /**
   * The sender of a request whose credential has been accepted; 401 where a token only says that it
   * is a device's or a gateway's.
   */
  public static Sender of(Authentication authentication) {
    if (authentication.getAttributes().get(ATTRIBUTE) instanceof Sender sender) {
      return sender;
    }
    throw ProblemException.of(
        ProblemType.UNAUTHENTICATED, "Send the credential of a device or a gateway.");
  }
}
