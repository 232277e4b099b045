package io.sensormine.identity.login;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A user's wish for another password. */
@Introspected
record NewPassword(
    @NotNull @Size(max = 1024) String currentPassword,
    @NotNull @Size(max = 1024) String newPassword) {
  @Override
  public String toString() {
    return "NewPassword[]";
  }
}
