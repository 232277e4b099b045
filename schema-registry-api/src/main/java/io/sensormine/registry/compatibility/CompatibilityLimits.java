package io.sensormine.registry.compatibility;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much work judging may be; {@code sensormine.registry.compatibility.*}.
 *
 * @param maxSteps about how many subschemas judging one definition may look at, each way; what is
 *     not proved compatible by then counts as breaking; default 50,000
 */
@ConfigurationProperties("sensormine.registry.compatibility")
public record CompatibilityLimits(@Bindable(defaultValue = "50000") int maxSteps) {
  public CompatibilityLimits {
    if (maxSteps < 1) {
      throw new IllegalArgumentException(
          "sensormine.registry.compatibility.max-steps is at least 1");
    }
  }
}
