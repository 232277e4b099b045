package io.sensormine.identity.login;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to sign in.
 *
 * @param tenant its slug; left out by platform admins
 */
@Introspected
record LoginRequest(
    @NotNull @Size(max = 320) String email,
    @NotNull @Size(max = 1024) String password,
    @Nullable @Size(max = 255) String tenant) {
  @Override
  public String toString() {
    return "LoginRequest[]";
  }
}
