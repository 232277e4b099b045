package io.sensormine.ingestion.lifecycle;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long data are kept; {@code sensormine.ingestion.retention.*}. Null for ever. Hours are kept
 * no shorter than the messages that they are made of, and days no shorter than hours.
 *
 * @param telemetry messages, by when they were measured
 * @param hourlyMetrics rollups by the hour
 * @param dailyMetrics rollups by the day
 * @param events by when they happened
 * @param rejectedMessages dead letters, by when they arrived
 * @param deviceStatusHistory when devices became online or offline
 * @param rehearse whether nothing is dropped, so that what would be can be looked at
 */
@ConfigurationProperties("sensormine.ingestion.retention")
record RetentionSettings(
    @Nullable Duration telemetry,
    @Nullable Duration hourlyMetrics,
    @Nullable Duration dailyMetrics,
    @Nullable Duration events,
    @Nullable Duration rejectedMessages,
    @Nullable Duration deviceStatusHistory,
    @Bindable(defaultValue = "false") boolean rehearse) {
  private static final Duration LEAST = Duration.ofDays(1);
  private static final Duration MOST = Duration.ofDays(36_600);

  RetentionSettings {
    check("telemetry", telemetry);
    check("hourly-metrics", hourlyMetrics);
    check("daily-metrics", dailyMetrics);
    check("events", events);
    check("rejected-messages", rejectedMessages);
    check("device-status-history", deviceStatusHistory);
    // a query reads rolled up hours and days in place of messages, and would find none
    requireNoShorter("hourly-metrics", hourlyMetrics, "telemetry", telemetry);
    requireNoShorter("daily-metrics", dailyMetrics, "hourly-metrics", hourlyMetrics);
  }

  private static void check(String name, @Nullable Duration keep) {
    if (keep != null && (keep.compareTo(LEAST) < 0 || keep.compareTo(MOST) > 0)) {
      throw new IllegalArgumentException(
          "sensormine.ingestion.retention.%s is from 1 d to 36600 d".formatted(name));
    }
  }

  private static void requireNoShorter(
      String name, @Nullable Duration keep, String madeOf, @Nullable Duration keepThat) {
    if (keep != null && (keepThat == null || keep.compareTo(keepThat) < 0)) {
      throw new IllegalArgumentException(
          """
          sensormine.ingestion.retention.%s (%s) is no shorter than sensormine.ingestion.retention.%s (%s), \
          which it is made of: queries read it in place of that\
          """
              .formatted(name, keep, madeOf, keepThat == null ? "for ever" : keepThat));
    }
  }

  /** How long a table is kept; null for ever. */
  @Nullable Duration of(KeptTable table) {
    return switch (table) {
      case TELEMETRY -> telemetry;
      case METRICS_1H -> hourlyMetrics;
      case METRICS_1D -> dailyMetrics;
      case EVENTS -> events;
      case REJECTED_MESSAGES -> rejectedMessages;
      case DEVICE_STATUS_HISTORY -> deviceStatusHistory;
    };
  }
}
