package io.sensormine.ingestion.event;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much an event may be; {@code sensormine.ingestion.events.*}. What holds for all messages
 * stands in {@code sensormine.ingestion.limits.*}.
 *
 * @param maxTypeLength of its type, in characters
 * @param maxMessageLength of its message, in characters
 * @param maxAttributesBytes of its attributes as JSON
 * @param maxWrites requests whose events are written at the same time, each on a connection
 */
@ConfigurationProperties("sensormine.ingestion.events")
public record EventSettings(
    @Bindable(defaultValue = "128") int maxTypeLength,
    @Bindable(defaultValue = "4096") int maxMessageLength,
    @Bindable(defaultValue = "65536") int maxAttributesBytes,
    @Bindable(defaultValue = "3") int maxWrites) {

  public EventSettings {
    within("max-type-length", maxTypeLength, 1_000);
    within("max-message-length", maxMessageLength, 100_000);
    within("max-attributes-bytes", maxAttributesBytes, 1 << 20);
    within("max-writes", maxWrites, 16);
  }

  private static void within(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.events.%s is %d, but must be from 1 to %d"
              .formatted(name, value, max));
    }
  }
}
