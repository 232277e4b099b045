package io.sensormine.contracts.identity;

import io.micronaut.core.annotation.Introspected;

/**
 * Whether there is a tenant.
 *
 * @param exists whether there is, suspended or not; what never was or was erased is no more
 */
@Introspected
public record TenantExistence(boolean exists) {}
