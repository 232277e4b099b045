package io.sensormine.identity.login;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a refresh token that was known.
 *
 * @param tenantId null for a platform admin
 * @param email null, like the roles, where it was replayed
 * @param tokenGeneration that a token issued now carries
 * @param replayed it had been used before: its family is revoked now
 */
@MappedEntity
record Rotation(
    @Nullable UUID tenantId,
    UUID userId,
    @Nullable String email,
    @Nullable @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    int tokenGeneration,
    boolean replayed) {}
