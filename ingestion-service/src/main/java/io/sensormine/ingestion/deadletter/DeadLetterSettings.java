package io.sensormine.ingestion.deadletter;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How much is replayed; {@code sensormine.ingestion.dead-letters.*}.
 *
 * @param maxReplayed dead letters that one request looks at; its answer says how to go on
 * @param maxReplays requests that replay at the same time
 */
@ConfigurationProperties("sensormine.ingestion.dead-letters")
public record DeadLetterSettings(
    @Bindable(defaultValue = "10000") int maxReplayed,
    @Bindable(defaultValue = "2") int maxReplays) {

  public DeadLetterSettings {
    within("max-replayed", maxReplayed, 100_000);
    within("max-replays", maxReplays, 16);
  }

  private static void within(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.dead-letters.%s is %d, but must be from 1 to %d"
              .formatted(name, value, max));
    }
  }
}
