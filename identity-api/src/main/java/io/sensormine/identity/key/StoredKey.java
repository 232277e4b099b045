package io.sensormine.identity.key;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signing key as the database has it.
 *
 * @param privateJwkSealed by {@link KeySeal}
 */
@MappedEntity("signing_keys")
record StoredKey(
    @Id UUID id,
    String publicJwk,
    String privateJwkSealed,
    Instant createdAt,
    @Nullable Instant retiredAt) {}
