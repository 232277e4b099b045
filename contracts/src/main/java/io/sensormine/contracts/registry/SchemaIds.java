package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * The schemas to resolve.
 *
 * @param ids at most 1,000
 */
@Introspected
public record SchemaIds(@NotNull @Size(max = 1000) List<@NotNull UUID> ids) {}
