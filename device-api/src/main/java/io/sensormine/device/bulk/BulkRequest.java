package io.sensormine.device.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.device.device.DeviceRequest;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Many devices.
 *
 * @param devices an array, each element as in the request of a single device; each is read by
 *     itself, so that one that cannot be read leaves the others as they are
 * @param upsert whether a device whose external id is there is replaced; false where not said
 * @param dryRun whether nothing is stored; false where not said
 */
@Introspected
record BulkRequest(
    @NotNull @ArraySchema(schema = @Schema(implementation = DeviceRequest.class)) JsonNode devices,
    @Nullable Boolean upsert,
    @Nullable Boolean dryRun) {}
