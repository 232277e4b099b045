/** A small service, to see what the kit makes of a service. */
@NullMarked
@Configuration
@Requires(property = "sensormine.service", value = "probe")
package io.sensormine.kit.probe;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
