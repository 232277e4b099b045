package io.sensormine.ingestion.credential;

import io.micronaut.security.authentication.Authentication;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sends: a device, or who may speak for all devices of a tenant.
 *
 * @param device the device that sends; null for who speaks for all
 * @param key what tells this sender from others of its tenant; the SHA-256 of its credential, to
 *     ask about it again, where a device sends
 */
public record Sender(UUID tenantId, DeviceSelection.@Nullable Item device, String key) {
  static final String ATTRIBUTE = "sender";

  /** The sender whose credential is known by its SHA-256. */
  public static Sender of(String sha256, CredentialIdentity identity) {
    return new Sender(identity.tenantId(), identity.device(), sha256);
  }

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

  /** Whether it speaks for all devices of its tenant. */
  public boolean speaksForAll() {
    return device == null;
  }
}
