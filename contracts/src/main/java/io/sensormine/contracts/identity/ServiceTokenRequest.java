package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;

/**
 * A service that says who it is.
 *
 * @param clientId the service's name, such as {@code device-api}
 * @param clientSecret from the service's environment
 */
@Introspected
public record ServiceTokenRequest(@NotBlank String clientId, @NotBlank String clientSecret) {
  @Override
  public String toString() {
    return "ServiceTokenRequest[" + clientId + "]";
  }
}
