package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;

/**
 * A service's JWT.
 *
 * @param expiresIn seconds from now
 */
@Introspected
public record ServiceToken(String accessToken, long expiresIn) {
  @Override
  public String toString() {
    return "ServiceToken[" + expiresIn + " s]";
  }
}
