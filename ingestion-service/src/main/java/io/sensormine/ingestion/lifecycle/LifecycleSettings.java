package io.sensormine.ingestion.lifecycle;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How telemetry is laid down; {@code sensormine.ingestion.lifecycle.*}.
 *
 * @param interval from one look to the next: whether the database is as these settings say, and
 *     what is to be dropped
 * @param chunkInterval how much time a chunk of telemetry covers; of those that are made from now
 *     on
 * @param columnstoreAfter how old a chunk of telemetry is when it goes into columns (Community
 *     edition)
 * @param columnstoreEvery how often the database looks for such chunks
 */
@ConfigurationProperties("sensormine.ingestion.lifecycle")
public record LifecycleSettings(
    @Bindable(defaultValue = "PT1H") Duration interval,
    @Bindable(defaultValue = "P1D") Duration chunkInterval,
    @Bindable(defaultValue = "P7D") Duration columnstoreAfter,
    @Bindable(defaultValue = "PT12H") Duration columnstoreEvery) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  public LifecycleSettings {
    between("interval", interval, Duration.ofMillis(1), DAY);
    // the rollups drop and keep whole hours
    between("chunk-interval", chunkInterval, HOUR, DAY.multipliedBy(366));
    if (chunkInterval.toMillis() % HOUR.toMillis() != 0) {
      throw invalid("chunk-interval is of whole hours");
    }
    between("columnstore-after", columnstoreAfter, HOUR, DAY.multipliedBy(36_600));
    between("columnstore-every", columnstoreEvery, MINUTE, DAY.multipliedBy(366));
  }

  private static void between(String name, Duration duration, Duration least, Duration most) {
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw invalid("%s is from %s to %s".formatted(name, least, most));
    }
  }

  private static IllegalArgumentException invalid(String what) {
    return new IllegalArgumentException("sensormine.ingestion.lifecycle." + what);
  }
}
