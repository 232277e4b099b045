package io.sensormine.ingestion.counter;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How what each transaction counted comes together; {@code sensormine.ingestion.counters.*}.
 *
 * @param interval from one folding to the next: what Prometheus and a device's last activity lag by
 * @param maxDeltas folded in one transaction
 * @param keepDeltas how long a folded delta answers for its transaction; longer than a writer tries
 *     a transaction again
 * @param maxTenants whose counters Prometheus is told one by one; those of further tenants are in
 *     the API only
 */
@ConfigurationProperties("sensormine.ingestion.counters")
public record CounterSettings(
    @Bindable(defaultValue = "PT2S") Duration interval,
    @Bindable(defaultValue = "500") int maxDeltas,
    @Bindable(defaultValue = "PT15M") Duration keepDeltas,
    @Bindable(defaultValue = "1000") int maxTenants) {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration WRITERS_LONGEST = Duration.ofMinutes(2);
  private static final int MOST = 100_000;

  public CounterSettings {
    if (!interval.isPositive() || interval.compareTo(LONGEST) > 0) {
      throw invalid("interval", "is over 0 to 1 h");
    }
    if (maxDeltas < 1 || maxDeltas > MOST) {
      throw invalid("max-deltas", "is from 1 to " + MOST);
    }
    if (keepDeltas.compareTo(WRITERS_LONGEST) < 0) {
      throw invalid("keep-deltas", "is at least " + WRITERS_LONGEST);
    }
    if (maxTenants < 0 || maxTenants > MOST) {
      throw invalid("max-tenants", "is from 0 to " + MOST);
    }
  }

  private static IllegalArgumentException invalid(String name, String why) {
    return new IllegalArgumentException("sensormine.ingestion.counters." + name + " " + why);
  }
}
