package io.sensormine.ingestion.status;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How devices' status is decided; {@code sensormine.ingestion.status.*}.
 *
 * @param interval from one sweep to the next: what a status lags by
 * @param hold how long a device is ONLINE at least, so that one whose messages come about as far
 *     apart as its type's offline-after does not change all the time
 * @param outage how long nobody may have looked, or the services that ingestion asks may be away,
 *     before it counts as an outage of ours, after which silence counts anew; longer than a sweep
 *     and the interval
 * @param lag how long a message may take from its arrival to being committed: the latest silence
 *     does not count
 * @param lookAgain how often device-api is asked about every device and its type
 * @param maxLookups devices that it is asked about in one sweep
 * @param maxDevices devices decided on in one transaction
 */
@ConfigurationProperties("sensormine.ingestion.status")
record StatusSettings(
    @Bindable(defaultValue = "PT10S") Duration interval,
    @Bindable(defaultValue = "PT2M") Duration hold,
    @Bindable(defaultValue = "PT30S") Duration outage,
    @Bindable(defaultValue = "PT5S") Duration lag,
    @Bindable(defaultValue = "PT1M") Duration lookAgain,
    @Bindable(defaultValue = "10000") int maxLookups,
    @Bindable(defaultValue = "5000") int maxDevices) {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST = 1_000_000;

  StatusSettings {
    if (!interval.isPositive() || interval.compareTo(LONGEST) > 0) {
      throw invalid("interval", "is over 0 to 1 d");
    }
    between("hold", hold);
    between("lag", lag);
    between("look-again", lookAgain);
    if (outage.compareTo(interval) <= 0 || outage.compareTo(LONGEST.multipliedBy(2)) > 0) {
      throw invalid("outage", "is over interval to 2 d");
    }
    between("max-lookups", maxLookups);
    between("max-devices", maxDevices);
  }

  private static void between(String name, Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw invalid(name, "is from 0 to 1 d");
    }
  }

  private static void between(String name, int number) {
    if (number < 1 || number > MOST) {
      throw invalid(name, "is from 1 to " + MOST);
    }
  }

  private static IllegalArgumentException invalid(String name, String why) {
    return new IllegalArgumentException("sensormine.ingestion.status." + name + " " + why);
  }
}
