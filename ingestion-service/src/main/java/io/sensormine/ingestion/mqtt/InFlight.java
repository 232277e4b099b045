package io.sensormine.ingestion.mqtt;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much all connections together have sent that is not committed. Where that is more than may
 * be, whoever sends more waits until it is less. Thread-safe; never blocks.
 */
@Singleton
final class InFlight {
  private final MqttSettings settings;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

  InFlight(MqttSettings settings, MeterRegistry meters) {
    this.settings = settings;
    meters.gauge("sensormine.ingestion.mqtt.in.flight", messages);
    meters.gauge("sensormine.ingestion.mqtt.in.flight.bytes", bytes);
  }

  void add(Incoming incoming) {
    messages.incrementAndGet();
    bytes.addAndGet(incoming.bytes());
  }

  /** Forgets it; whoever waits is told where there is room again. */
  void remove(Incoming incoming) {
    messages.decrementAndGet();
    bytes.addAndGet(-incoming.bytes());
    if (!waiting.isEmpty() && !isFull()) {
      waiting.forEach(room -> {
        if (waiting.remove(room)) {
          room.run();
        }
      });
    }
  }

  boolean isEmpty() {
    return messages.get() == 0;
  }

  boolean isFull() {
    return messages.get() >= settings.maxInFlight() || bytes.get() >= settings.maxInFlightBytes();
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
