package io.sensormine.identity.apitoken;

import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who a living API token speaks for, as the database answers. */
@MappedEntity
public record VerifiedToken(
    UUID id,
    UUID tenantId,
    String name,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    @Nullable Instant expiresAt) {}
