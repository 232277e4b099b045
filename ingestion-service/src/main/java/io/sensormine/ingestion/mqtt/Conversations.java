package io.sensormine.ingestion.mqtt;

import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.TaskExecutors;
import io.sensormine.ingestion.writer.WriterSettings;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The connections that there are. Thread-safe. */
@Singleton
final class Conversations {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Delivery delivery;
  private final InFlight inFlight;
  private final MqttSettings settings;
  private final WriterSettings writer;
  private final ExecutorService blocking;
  private final Clock clock;
  private final AtomicInteger open = new AtomicInteger();

  Conversations(
      Delivery delivery,
      InFlight inFlight,
      MqttSettings settings,
      WriterSettings writer,
      @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
      Clock clock,
      MeterRegistry meters) {
    this.delivery = delivery;
    this.inFlight = inFlight;
    this.settings = settings;
    this.writer = writer;
    this.blocking = blocking;
    this.clock = clock;
    meters.gauge("sensormine.ingestion.mqtt.connections", open);
  }

  /** Takes what is published on a connection. */
  PublishHandler handler(String credential, UUID tenantId, MqttServerDisconnector disconnector) {
    return new PublishHandler(
        clock,
        disconnector,
        open,
        line ->
            new Conversation(
                line,
                publishes -> delivery.deliver(credential, publishes),
                inFlight.of(tenantId),
                blocking,
                settings.receiveMaximum(),
                writer.patience()));
  }

  /** Waits a while until what was received is dealt with. */
  void awaitEnd() {
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    while (!inFlight.isEmpty() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
