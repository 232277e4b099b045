package io.sensormine.device.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;

/**
 * Who issued or revoked which of the gateways' credentials, and when.
 *
 * @param name of the credential; another may have had it before, and may have it now
 * @param actor the subject of the token that made the change
 * @param patch JSON Patch (RFC 6902) from the credential's state before
 */
@Introspected
@MappedEntity
record GatewayCredentialEntry(
    UUID id,
    UUID credentialId,
    String name,
    String action,
    String actor,
    Instant at,
    @TypeDef(type = DataType.JSON) JsonNode patch) {}
