package io.sensormine.identity.login;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A refresh token, to be traded or ended. */
@Introspected
record RefreshRequest(@NotNull @Size(max = 1024) String refreshToken) {
  @Override
  public String toString() {
    return "RefreshRequest[]";
  }
}
