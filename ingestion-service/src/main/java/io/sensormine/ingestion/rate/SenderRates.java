package io.sensormine.ingestion.rate;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How many messages each tenant and each device may send, however they come. Messages that come
 * together are counted together, all or none. Thread-safe.
 */
@Singleton
public final class SenderRates {
  /** No device's external id is longer. */
  private static final int MAX_NAME_LENGTH = 256;

  private final MessageBuckets<UUID> tenants;
  private final MessageBuckets<DeviceName> devices;
  private final Duration patience;
  private final Counter refusedTenants;
  private final Counter refusedDevices;

  private record DeviceName(UUID tenantId, String externalId) {}

  private record Wait(Duration time, boolean ofTenant) {
    private static final Wait NONE = new Wait(Duration.ZERO, false);
  }

  @Inject
  SenderRates(SenderRateSettings settings, MeterRegistry meters) {
    this(settings, meters, TimeMeter.SYSTEM_NANOTIME);
  }

  SenderRates(SenderRateSettings settings, MeterRegistry meters, TimeMeter time) {
    tenants =
        new MessageBuckets<>(
            settings.tenantPerSecond(), settings.tenantBurst(), settings.maxBuckets(), time);
    devices =
        new MessageBuckets<>(
            settings.devicePerSecond(), settings.deviceBurst(), settings.maxBuckets(), time);
    patience = settings.patience();
    refusedTenants = meters.counter("sensormine.ingestion.rates.refused", "kind", "tenant");
    refusedDevices = meters.counter("sensormine.ingestion.rates.refused", "kind", "device");
  }

  /** Counts messages that came together; 429 where they are too many. */
  public void admit(Sender sender, List<RawMessage> messages) {
    var wait = take(sender.tenantId(), byDevice(sender, messages));
    if (wait.time().isPositive()) {
      throw refused(wait);
    }
  }

  /** Counts them as soon as they are not too many; 429 where that takes too long. Blocks. */
  public void await(Sender sender, List<RawMessage> messages) {
    var counts = byDevice(sender, messages);
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (var wait = take(sender.tenantId(), counts);
          wait.time().isPositive();
          wait = take(sender.tenantId(), counts)) {
        if (wait.time().toNanos() > end - System.nanoTime()) {
          throw refused(wait);
        }
        Thread.sleep(wait.time());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable(
          ProblemType.OVERLOADED, "The service is going down.", Duration.ofSeconds(1), e);
    }
  }

  private static Map<String, Integer> byDevice(Sender sender, List<RawMessage> messages) {
    var own = sender.device();
    if (own != null) {
      return Map.of(own.externalId(), messages.size());
    }
    var counts = new HashMap<String, Integer>();
    for (var message : messages) {
      var name = message.device();
      // what can be no device's name is counted for the tenant only
      counts.merge(name == null || name.length() > MAX_NAME_LENGTH ? "" : name, 1, Integer::sum);
    }
    return counts;
  }

  private Wait take(UUID tenantId, Map<String, Integer> counts) {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    var tenantWait = tenants.take(tenantId, all);
    if (tenantWait.isPositive()) {
      return new Wait(tenantWait, true);
    }
    var taken = new HashMap<DeviceName, Integer>();
    for (var count : counts.entrySet()) {
      if (!count.getKey().isEmpty()) {
        var device = new DeviceName(tenantId, count.getKey());
        var wait = devices.take(device, count.getValue());
        if (wait.isPositive()) {
          taken.forEach(devices::giveBack);
          tenants.giveBack(tenantId, all);
          return new Wait(wait, false);
        }
        taken.put(device, count.getValue());
      }
    }
    return Wait.NONE;
  }

  private ProblemException refused(Wait wait) {
    (wait.ofTenant() ? refusedTenants : refusedDevices).increment();
    return ProblemException.unavailable(
        ProblemType.TOO_MANY_REQUESTS,
        (wait.ofTenant()
                ? "Your tenant's devices together send more messages than they may."
                : "A device sends more messages than one may.")
            + " Wait as long as Retry-After says.",
        // rounded up: who comes back a moment early would be refused again
        Duration.ofSeconds(wait.time().plusNanos(999_999_999).toSeconds()),
        null);
  }
}
