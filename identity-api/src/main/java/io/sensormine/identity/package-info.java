/** identity-api: tenants, users, and the tokens by which everyone is known to every service. */
@NullMarked
@Configuration
@Requires(property = "sensormine.service", value = "identity-api", defaultValue = "identity-api")
package io.sensormine.identity;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
