package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/**
 * Where to roll back to.
 *
 * @param version the number of one of the type's versions
 */
@Introspected
record RollbackRequest(@NotNull @Positive Integer version) {}
