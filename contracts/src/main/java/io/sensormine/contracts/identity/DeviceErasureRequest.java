package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/**
 * A device whose data shall be erased.
 *
 * @param requestedBy the subject of the token that asked for it
 */
@Introspected
public record DeviceErasureRequest(@NotNull UUID deviceId, @NotBlank String requestedBy) {}
