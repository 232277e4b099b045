package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.message.LooseMessage;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A message that has arrived.
 *
 * @param root the message, read
 * @param loose the same where what some of it means depends on the schema; null where nothing does
 * @param device whose it is; null where the tenant has no such device
 * @param mayLackTime whether it may leave its time out; asked for only where it does
 * @param receivedAt when it arrived
 * @param judgedAt now: its time may not lie too far ahead of that
 * @param againstVersion the number of the schema version, of whatever status, that it is held to
 *     instead of the one that it asks for or its device's type selects; null for none
 */
public record Arrival(
    UUID tenantId,
    JsonNode root,
    @Nullable LooseMessage loose,
    DeviceSelection.@Nullable Item device,
    BooleanSupplier mayLackTime,
    Instant receivedAt,
    Instant judgedAt,
    @Nullable Integer againstVersion) {}
