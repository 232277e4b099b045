package io.sensormine.device.type;

import io.sensormine.device.registry.SchemaReference;
import io.sensormine.device.registry.SchemaStep;
import org.jspecify.annotations.Nullable;

/**
 * A change of a device type, as it was checked at the registry.
 *
 * @param standing what the type referred to when that was asked
 * @param step what the registry says of the way from there to the content's reference
 * @param force whether it may break something
 * @param rollbackTo the number of the version that has this content; null where it is a new one
 */
record Proposal(
    DeviceTypeContent content,
    SchemaReference standing,
    SchemaStep step,
    boolean force,
    @Nullable Integer rollbackTo) {}
