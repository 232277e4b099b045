package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Map;

/**
 * A service's word that nothing of an erasure's subject is left with it.
 *
 * @param service the caller's own name
 * @param counts rows deleted, by table
 */
@Introspected
public record ErasedPart(
    @NotBlank String service,
    @NotNull Map<@NotBlank String, @NotNull @PositiveOrZero Long> counts) {}
