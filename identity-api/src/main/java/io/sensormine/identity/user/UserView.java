package io.sensormine.identity.user;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user, as those read it who manage users. */
@Introspected
record UserView(
    UUID id,
    String email,
    String displayName,
    List<String> roles,
    @Nullable Instant lockedUntil,
    @Nullable Instant lastLoginAt,
    Instant createdAt,
    Instant updatedAt) {
  static UserView of(User user) {
    return new UserView(
        user.id(),
        user.email(),
        user.displayName(),
        user.roles(),
        user.lockedUntil(),
        user.lastLoginAt(),
        user.createdAt(),
        user.updatedAt());
  }
}
