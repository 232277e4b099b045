package io.sensormine.ingestion.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all connections together, and those of each tenant, have sent that is not committed.
 * Where that is more than may be, whoever sends more waits until it is less. Thread-safe; never
 * blocks.
 */
@Singleton
final class InFlight {
  private static final int PER_CENT = 100;

  private final Amount all;
  private final long tenantMessages;
  private final long tenantBytes;
  // a tenant's is kept for as long as a connection holds it
  private final Cache<UUID, Share> shares = Caffeine.newBuilder().weakValues().build();

  InFlight(MqttSettings settings, MeterRegistry meters) {
    all = new Amount(settings.maxInFlight(), settings.maxInFlightBytes());
    tenantMessages = part(settings.maxInFlight(), settings);
    tenantBytes = part(settings.maxInFlightBytes(), settings);
    meters.gauge("sensormine.ingestion.mqtt.in.flight", all.messages);
    meters.gauge("sensormine.ingestion.mqtt.in.flight.bytes", all.bytes);
  }

  private static long part(long whole, MqttSettings settings) {
    return Math.max(1, whole * settings.tenantShare() / PER_CENT);
  }

  /** What a tenant's connections may have of it. */
  Share of(UUID tenantId) {
    return shares.get(tenantId, _ -> new Share());
  }

  boolean isEmpty() {
    return all.messages.get() == 0;
  }

  /** So much, and so much at most. */
  private static final class Amount {
    private final long maxMessages;
    private final long maxBytes;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Amount(long maxMessages, long maxBytes) {
      this.maxMessages = maxMessages;
      this.maxBytes = maxBytes;
    }

    private void add(Incoming incoming) {
      messages.incrementAndGet();
      bytes.addAndGet(incoming.bytes());
    }

    /** Whether one of the bounds was reached before and is not any more. */
    private boolean remove(Incoming incoming) {
      long leftMessages = messages.decrementAndGet();
      long leftBytes = bytes.addAndGet(-incoming.bytes());
      return leftMessages == maxMessages - 1
          || (leftBytes < maxBytes && leftBytes + incoming.bytes() >= maxBytes);
    }

    private boolean isFull() {
      return messages.get() >= maxMessages || bytes.get() >= maxBytes;
    }
  }

  /** What one tenant's connections have of it. */
  final class Share {
    private final Amount own = new Amount(tenantMessages, tenantBytes);
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    void add(Incoming incoming) {
      own.add(incoming);
      all.add(incoming);
    }

    /** Forgets it; whoever waits is told where there is room again. */
    void remove(Incoming incoming) {
      own.remove(incoming);
      if (all.remove(incoming)) {
        shares.asMap().values().forEach(Share::tell);
      } else {
        tell();
      }
    }

    private void tell() {
      if (!waiting.isEmpty() && !isFull()) {
        waiting.forEach(room -> {
          if (waiting.remove(room)) {
            room.run();
          }
        });
      }
    }

    boolean isFull() {
      return own.isFull() || all.isFull();
    }

    /** Runs it once there is room, which may be at once; the same one is not kept twice. */
    void whenThereIsRoom(Runnable room) {
      waiting.add(room);
      if (!isFull() && waiting.remove(room)) {
        room.run();
      }
    }

    /** Nobody is there any more who would be told. */
    void forget(Runnable room) {
      waiting.remove(room);
    }
  }
}
