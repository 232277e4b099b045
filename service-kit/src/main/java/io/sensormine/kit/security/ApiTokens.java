package io.sensormine.kit.security;

import io.sensormine.contracts.identity.ApiTokenIdentity;
import java.util.Optional;

/** Knows who an API token speaks for. */
public interface ApiTokens {
  /**
   * The identity behind a token's hash; empty for an unknown, revoked or expired one. May block.
   */
  Optional<ApiTokenIdentity> verify(String sha256);
}
