/** Schemas and their versions: the contracts that devices' messages are held to. */
@NullMarked
@Configuration
@Requires(
    property = "sensormine.service",
    value = "schema-registry-api",
    defaultValue = "schema-registry-api")
package io.sensormine.registry;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
