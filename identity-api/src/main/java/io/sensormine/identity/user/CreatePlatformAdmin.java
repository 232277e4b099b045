package io.sensormine.identity.user;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A platform admin to be made. */
@Introspected
record CreatePlatformAdmin(
    @NotBlank @Email @Size(max = 254) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String email,
    @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String displayName,
    @NotNull @Size(max = 1024) String password) {
  @Override
  public String toString() {
    return "CreatePlatformAdmin[]";
  }
}
