package io.sensormine.identity.user;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a platform admin; what is left out stays.
 *
 * @param password a new one also unlocks them and ends every session
 */
@Introspected
record ChangePlatformAdmin(
    @Nullable @Size(min = 1, max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String displayName,
    @Nullable @Size(max = 1024) String password) {
  ChangeUser ofUser() {
    return new ChangeUser(displayName, password, null);
  }

  @Override
  public String toString() {
    return "ChangePlatformAdmin[]";
  }
}
