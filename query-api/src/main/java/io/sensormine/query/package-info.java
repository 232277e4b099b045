/** Queries: reads the time-series database through a role that may only read its tenant's rows. */
@NullMarked
@Configuration
@Requires(property = "sensormine.service", value = "query-api", defaultValue = "query-api")
package io.sensormine.query;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
