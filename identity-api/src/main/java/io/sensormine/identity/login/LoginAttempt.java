package io.sensormine.identity.login;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt to sign in is judged by.
 *
 * @param tenantId null for a platform admin
 * @param userId null, like what belongs to it, where there is no such user
 * @param open neither locked nor of a suspended tenant
 */
@MappedEntity
record LoginAttempt(
    @Nullable UUID tenantId,
    @Nullable UUID userId,
    @Nullable String passwordHash,
    @Nullable @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    boolean open) {
  @Override
  public String toString() {
    return "LoginAttempt[" + userId + "]";
  }
}
