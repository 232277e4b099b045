package io.sensormine.device.bulk;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What one bulk request, and all at once, may take; {@code sensormine.device.bulk.*}. The bytes of
 * a request are bounded by {@code micronaut.server.max-request-size}.
 *
 * @param maxDevices how many devices, 1 to 50,000
 * @param chunkDevices how many devices a transaction stores and a page of an export reads, 1 to
 *     10,000
 * @param parallelChunks how many chunks of a request are stored at once, each over a connection of
 *     its own, 1 to 10
 * @param maxParallelChunks how many chunks of all requests are stored at once, 1 to 100; with as
 *     many connections as the pool has, all else waits for them
 * @param maxErrors how many errors an answer tells, 1 to 100,000
 */
@ConfigurationProperties("sensormine.device.bulk")
public record BulkSettings(
    @Bindable(defaultValue = "10000") int maxDevices,
    @Bindable(defaultValue = "1000") int chunkDevices,
    @Bindable(defaultValue = "2") int parallelChunks,
    @Bindable(defaultValue = "4") int maxParallelChunks,
    @Bindable(defaultValue = "1000") int maxErrors) {
  // their types are looked up by one statement, which takes 65,535 parameters
  private static final int MOST_DEVICES = 50_000;
  private static final int LARGEST_CHUNK = 10_000;
  private static final int MOST_PARALLEL = 10;
  private static final int MOST_PARALLEL_OF_ALL = 100;
  private static final int MOST_ERRORS = 100_000;

  public BulkSettings {
    within("max-devices", maxDevices, MOST_DEVICES);
    within("chunk-devices", chunkDevices, LARGEST_CHUNK);
    within("parallel-chunks", parallelChunks, MOST_PARALLEL);
    within("max-parallel-chunks", maxParallelChunks, MOST_PARALLEL_OF_ALL);
    within("max-errors", maxErrors, MOST_ERRORS);
  }

  private static void within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "sensormine.device.bulk.%s is from 1 to %d".formatted(name, most));
    }
  }
}
