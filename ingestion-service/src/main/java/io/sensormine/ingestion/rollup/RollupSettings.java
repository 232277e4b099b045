package io.sensormine.ingestion.rollup;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When and in what portions telemetry is rolled up; {@code sensormine.ingestion.rollup.*}.
 *
 * @param interval from the end of one time that the roller works to the next; 100 ms to 1 h
 * @param settle how long after its end an hour is closed, so that most of what is late needs no
 *     second look; 0 to 1 d
 * @param maxMessages after how many messages a transaction of the roller ends, and how many times
 *     24 for a day's; a device's hour is not divided; 1 to 1,000,000
 * @param maxDevices devices that one looks at; 1 to 100,000
 * @param maxDirtyCells dirty cells that one computes anew; 1 to 100,000
 * @param lockTimeout how long the roller waits for transactions of writers to end before it gives
 *     closing up until the next time; writers wait as long; 10 ms to 1 min
 * @param statementTimeout what one statement of the roller may take, in place of what others may; 1
 *     s to 1 h
 */
@ConfigurationProperties("sensormine.ingestion.rollup")
public record RollupSettings(
    @Bindable(defaultValue = "PT15S") Duration interval,
    @Bindable(defaultValue = "PT5M") Duration settle,
    @Bindable(defaultValue = "20000") int maxMessages,
    @Bindable(defaultValue = "1000") int maxDevices,
    @Bindable(defaultValue = "1000") int maxDirtyCells,
    @Bindable(defaultValue = "PT0.2S") Duration lockTimeout,
    @Bindable(defaultValue = "PT2M") Duration statementTimeout) {
  private static final String PREFIX = "sensormine.ingestion.rollup.";
  private static final int MOST_MESSAGES = 1_000_000;
  private static final int MOST = 100_000;

  public RollupSettings {
    check("interval", interval, Duration.ofMillis(100), Duration.ofHours(1), "100ms to 1h");
    check("settle", settle, Duration.ZERO, Duration.ofDays(1), "0 to 1d");
    check("lock-timeout", lockTimeout, Duration.ofMillis(10), Duration.ofMinutes(1), "10ms to 1m");
    check(
        "statement-timeout",
        statementTimeout,
        Duration.ofSeconds(1),
        Duration.ofHours(1),
        "1s to 1h");
    check("max-messages", maxMessages, MOST_MESSAGES);
    check("max-devices", maxDevices, MOST);
    check("max-dirty-cells", maxDirtyCells, MOST);
  }

  private static void check(
      String name, Duration value, Duration least, Duration most, String range) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(PREFIX + name + " is from " + range);
    }
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(PREFIX + name + " is from 1 to " + most);
    }
  }
}
