package io.sensormine.ingestion.writer;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How messages of concurrent requests are written together; {@code sensormine.ingestion.writer.*}.
 *
 * @param writers how many transactions write large requests at the same time
 * @param smallWriters how many write small ones
 * @param smallRows up to how many rows a request is small
 * @param maxRows of a transaction, unless a single request brings more
 * @param maxBytes of a transaction, likewise
 * @param linger how long a message waits for others while a transaction is under way that could
 *     have taken it; none waits while there is none
 * @param maxQueuedRows that wait, of all tenants together
 * @param maxQueuedBytes that wait, likewise
 * @param tenantShare how much of that one tenant may take, in per cent
 * @param retryFor how long a transaction is tried again while the database is away
 * @param patience how long who can wait waits for room
 * @param backlogAge messages measured longer ago than this are written apart from the others
 * @param backlogMaxRows of a transaction of those
 */
@ConfigurationProperties("sensormine.ingestion.writer")
public record WriterSettings(
    @Bindable(defaultValue = "2") int writers,
    @Bindable(defaultValue = "1") int smallWriters,
    @Bindable(defaultValue = "50") int smallRows,
    @Bindable(defaultValue = "1000") int maxRows,
    @Bindable(defaultValue = "4194304") int maxBytes,
    @Bindable(defaultValue = "PT0.002S") Duration linger,
    @Bindable(defaultValue = "50000") int maxQueuedRows,
    @Bindable(defaultValue = "134217728") int maxQueuedBytes,
    @Bindable(defaultValue = "50") int tenantShare,
    @Bindable(defaultValue = "PT3S") Duration retryFor,
    @Bindable(defaultValue = "PT30S") Duration patience,
    @Bindable(defaultValue = "PT1H") Duration backlogAge,
    @Bindable(defaultValue = "500") int backlogMaxRows) {

  public WriterSettings {
    within("writers", writers, 1, 16);
    within("small-writers", smallWriters, 1, 16);
    within("small-rows", smallRows, 0, 10_000);
    within("max-rows", maxRows, 1, 100_000);
    within("max-bytes", maxBytes, 1_024, 1 << 30);
    within("max-queued-rows", maxQueuedRows, 1, 10_000_000);
    within("max-queued-bytes", maxQueuedBytes, 1_024, Integer.MAX_VALUE);
    within("tenant-share", tenantShare, 1, 100);
    within("backlog-max-rows", backlogMaxRows, 1, 100_000);
    within("linger", linger, Duration.ofSeconds(1));
    within("retry-for", retryFor, Duration.ofMinutes(1));
    within("patience", patience, Duration.ofMinutes(10));
    within("backlog-age", backlogAge, Duration.ofDays(365));
  }

  private static void within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.writer.%s is %d, but must be from %d to %d"
              .formatted(name, value, min, max));
    }
  }

  private static void within(String name, Duration value, Duration max) {
    if (value.isNegative() || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.writer.%s is %s, but must be from 0 to %s"
              .formatted(name, value, max));
    }
  }
}
