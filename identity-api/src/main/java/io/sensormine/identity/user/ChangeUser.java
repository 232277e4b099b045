package io.sensormine.identity.user;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a user; what is left out stays.
 *
 * @param password a new one also unlocks the user and ends every session
 */
@Introspected
record ChangeUser(
    @Nullable @Size(min = 1, max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String displayName,
    @Nullable @Size(max = 1024) String password,
    @Nullable @Size(min = 1, max = 10) List<@NotNull TenantRole> roles) {
  @Override
  public String toString() {
    return "ChangeUser[]";
  }
}
