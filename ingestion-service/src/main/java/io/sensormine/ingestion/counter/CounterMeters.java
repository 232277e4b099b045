package io.sensormine.ingestion.counter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The counters for Prometheus, as the database has them: they go on after a restart, and every
 * process tells the same. Of devices the API tells; they are too many here.
 */
@Singleton
final class CounterMeters {
  private static final String NAME = "sensormine.ingestion.messages";

  private final MeterRegistry meters;
  private final Map<Key, AtomicLong> told = new ConcurrentHashMap<>();

  private record Key(UUID tenantId, String protocol, String outcome) {}

  CounterMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /** What the counters are now. */
  void tell(List<CounterStore.OfTenant> counters) {
    for (var each : counters) {
      tell(each, "accepted", each.counters().accepted());
      tell(each, "merged", each.counters().merged());
      tell(each, "duplicate", each.counters().duplicates());
      tell(each, "rejected", each.counters().rejected());
    }
  }

  private void tell(CounterStore.OfTenant of, String outcome, long count) {
    told.computeIfAbsent(
            new Key(of.tenantId(), of.counters().protocol().name(), outcome), this::register)
        .set(count);
  }

  private AtomicLong register(Key key) {
    var count = new AtomicLong();
    FunctionCounter.builder(NAME, count, AtomicLong::doubleValue)
        .description(
            "Messages by what became of them; received = accepted + duplicate + rejected, merged"
                + " are among the accepted")
        .tag("tenant", key.tenantId().toString())
        .tag("protocol", key.protocol().toLowerCase(Locale.ROOT))
        .tag("outcome", key.outcome())
        .register(meters);
    return count;
  }
}
