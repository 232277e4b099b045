package io.sensormine.device.attribute;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large a device may be.
 *
 * @param maxAttributeBytes of all attributes of one together, as compact JSON in UTF-8: 1,024 to
 *     1,048,576. A page of a list holds up to 500 of them at once, and one of an export 1,000
 */
@ConfigurationProperties("sensormine.device")
public record AttributeSettings(@Bindable(defaultValue = "65536") int maxAttributeBytes) {
  private static final int FEWEST = 1 << 10;
  private static final int MOST = 1 << 20;

  public AttributeSettings {
    if (maxAttributeBytes < FEWEST || maxAttributeBytes > MOST) {
      throw new IllegalArgumentException(
          "sensormine.device.max-attribute-bytes is from %d to %d".formatted(FEWEST, MOST));
    }
  }
}
