package io.sensormine.ingestion.message;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How much a request and a message may be. The bytes of a request as sent are bounded by the server
 * itself ({@code micronaut.server.max-request-size}).
 *
 * @param maxInflatedBytes of a body, after gzip
 * @param maxMessages of a request
 * @param maxDepth of nested arrays and objects in a body, the outermost counted
 * @param maxMessageBytes of one message
 * @param maxFields of one message, once flattened
 * @param maxArrayLength of each array in a message
 * @param maxPathLength of a field's dotted path, in characters
 * @param maxAhead how far a message's time may lie in the future
 * @param maxKeptBytes how much of a refused message is kept
 * @param maxErrors how many errors an answer tells
 */
@ConfigurationProperties("sensormine.ingestion.limits")
public record IngestionLimits(
    @Bindable(defaultValue = "67108864") int maxInflatedBytes,
    @Bindable(defaultValue = "10000") int maxMessages,
    @Bindable(defaultValue = "32") int maxDepth,
    @Bindable(defaultValue = "1048576") int maxMessageBytes,
    @Bindable(defaultValue = "1000") int maxFields,
    @Bindable(defaultValue = "64") int maxArrayLength,
    @Bindable(defaultValue = "256") int maxPathLength,
    @Bindable(defaultValue = "PT24H") Duration maxAhead,
    @Bindable(defaultValue = "65536") int maxKeptBytes,
    @Bindable(defaultValue = "100") int maxErrors) {

  public IngestionLimits {
    within("max-inflated-bytes", maxInflatedBytes, 1_024, 1 << 30);
    within("max-messages", maxMessages, 1, 100_000);
    within("max-depth", maxDepth, 3, 100);
    within("max-message-bytes", maxMessageBytes, 64, 16 << 20);
    within("max-fields", maxFields, 1, 100_000);
    within("max-array-length", maxArrayLength, 0, 10_000);
    within("max-path-length", maxPathLength, 1, 10_000);
    within("max-kept-bytes", maxKeptBytes, 0, 1 << 20);
    within("max-errors", maxErrors, 1, 10_000);
    if (maxAhead.isNegative()) {
      throw new IllegalArgumentException("sensormine.ingestion.limits.max-ahead is negative");
    }
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.limits.%s is %d, but must be from %d to %d"
              .formatted(name, value, min, max));
    }
  }
}
