package io.sensormine.kit.security;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the services that verify identity-api's tokens keep its keys; {@code sensormine.jwks.*}, each
 * as {@link KeyReading} says and bounds it.
 */
@ConfigurationProperties("sensormine.jwks")
record IdentityKeySettings(
    @Bindable(defaultValue = "PT30S") Duration refreshAfter,
    @Bindable(defaultValue = "PT10M") Duration staleness,
    @Bindable(defaultValue = "PT5S") Duration minInterval) {
  IdentityKeySettings {
    var _ = new KeyReading(refreshAfter, staleness, minInterval);
  }

  KeyReading reading() {
    return new KeyReading(refreshAfter, staleness, minInterval);
  }
}
