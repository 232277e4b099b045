package io.sensormine.kit.rate;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** The rates of callers, tenants and client addresses, and what to tell who exceeds one. */
@Singleton
final class RateLimits {
  private static final String REFUSED = "sensormine.rates.refused";

  private final Buckets<String> callers;
  private final Buckets<UUID> tenants;
  private final Buckets<String> addresses;
  private final Counter refusedCallers;
  private final Counter refusedTenants;
  private final Counter refusedAddresses;

  RateLimits(RateSettings settings, MeterRegistry meters) {
    var time = TimeMeter.SYSTEM_NANOTIME;
    callers = new Buckets<>(settings.caller(), settings.maxBuckets(), time);
    tenants = new Buckets<>(settings.tenant(), settings.maxBuckets(), time);
    addresses = new Buckets<>(settings.address(), settings.maxBuckets(), time);
    refusedCallers = meters.counter(REFUSED, "kind", "caller");
    refusedTenants = meters.counter(REFUSED, "kind", "tenant");
    refusedAddresses = meters.counter(REFUSED, "kind", "address");
  }

  /** Counts a request of somebody known; 429 where it is one too many. */
  void count(Caller caller) {
    refuse(
        callers.take(caller.subject()),
        refusedCallers,
        "You send more requests than one caller may.");
    caller
        .tenantId()
        .ifPresent(tenant ->
            refuse(
                tenants.take(tenant),
                refusedTenants,
                "Your tenant's users and tokens together send more requests than they may."));
  }

  /** Counts a request that proves no identity; 429 where it is one too many. */
  void countUnknown(String address) {
    refuseAddress(addresses.take(address));
  }

  /** Refuses (429) without counting where an address has nothing left. */
  void requireRoom(String address) {
    refuseAddress(addresses.untilNext(address));
  }

  /** Counts a credential that was refused. */
  void countRefusal(String address) {
    addresses.take(address);
  }

  private void refuseAddress(Duration wait) {
    refuse(
        wait,
        refusedAddresses,
        "Your address sends more requests without a valid credential than one may.");
  }

  private static void refuse(Duration wait, Counter refused, String why) {
    if (wait.isPositive()) {
      refused.increment();
      throw ProblemException.unavailable(
          ProblemType.TOO_MANY_REQUESTS,
          why + " Wait as long as Retry-After says.",
          // rounded up: who comes back a moment early would be refused again
          Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds()),
          null);
    }
  }
}
