/** Stands in, in the tests of this module, for the services that query-api calls. */
@NullMarked
@Configuration
@Requires(property = "sensormine.service", value = "stand-ins")
package io.sensormine.standin;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
