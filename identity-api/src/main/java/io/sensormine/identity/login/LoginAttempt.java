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
 * @param tokenGeneration that a token issued now carries
 * @param open neither locked nor of a suspended tenant
 * @param locking the user is locked from now on, unless the password is right
 */
@MappedEntity
record LoginAttempt(
    @Nullable UUID tenantId,
    @Nullable UUID userId,
    @Nullable String passwordHash,
    @Nullable @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    int tokenGeneration,
    boolean open,
    boolean locking) {
  @Override
  public String toString() {
    return "LoginAttempt[" + userId + "]";
  }
}
