package io.sensormine.ingestion.counter;

import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds what transactions counted into the counters and the devices' activity, from time to time.
 */
@Singleton
final class CounterFold implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(CounterFold.class);

  private final CounterStore store;
  private final CounterMeters meters;
  private final CounterSettings settings;
  private volatile boolean stopped;

  CounterFold(CounterStore store, CounterMeters meters, CounterSettings settings) {
    this.store = store;
    this.meters = meters;
    this.settings = settings;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void run() {
    try {
      while (!stopped && store.fold(settings.maxDeltas()) > 0) {
        // until all are
      }
      store.forget(settings.keepDeltas());
      meters.tell(store.ofAll(settings.maxTenants()));
    } catch (SQLException e) {
      LOG.warn("counters were not folded: {}", e.getMessage());
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
