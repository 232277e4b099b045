package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A secret as it is looked up: never the secret itself, so that no log or wire between services
 * carries it.
 *
 * @param sha256 SHA-256 of the whole token, prefix included, in lower-case hex
 */
@Introspected
public record SecretHash(@NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256) {}
