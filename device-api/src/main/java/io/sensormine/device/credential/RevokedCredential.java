package io.sensormine.device.credential;

import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A device's credential that was just revoked. */
@MappedEntity
record RevokedCredential(UUID id, UUID deviceId) {}
