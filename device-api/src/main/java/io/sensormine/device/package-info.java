/** device-api: device types, devices and the credentials by which they send. */
@NullMarked
@Configuration
@Requires(property = "sensormine.service", value = "device-api", defaultValue = "device-api")
package io.sensormine.device;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
