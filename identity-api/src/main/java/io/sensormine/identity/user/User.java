package io.sensormine.identity.user;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's user or a platform admin as the database has it.
 *
 * @param tenantId null for a platform admin
 * @param tokenGeneration that access tokens carry; earlier ones are refused
 * @param failedLogins attempts since the last success or the end of a lock
 */
@MappedEntity("users")
public record User(
    @Id UUID id,
    @Nullable UUID tenantId,
    String email,
    String displayName,
    String passwordHash,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    int failedLogins,
    @Nullable Instant lockedUntil,
    @Nullable Instant lastLoginAt,
    int tokenGeneration,
    Instant createdAt,
    Instant updatedAt) {
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
