/** Validates telemetry, commits it, then acknowledges. */
@NullMarked
@Configuration
@Requires(
    property = "sensormine.service",
    value = "ingestion-service",
    defaultValue = "ingestion-service")
package io.sensormine.ingestion;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
