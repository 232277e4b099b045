package io.sensormine.ingestion.status;

import java.util.UUID;

/** A device that was heard of. */
record Heard(UUID tenantId, UUID deviceId) {}
