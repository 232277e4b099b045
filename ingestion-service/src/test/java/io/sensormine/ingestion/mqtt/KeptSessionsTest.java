package io.sensormine.ingestion.mqtt;

import com.google.common.util.concurrent.SettableFuture;
import io.sensormine.kit.testing.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeptSessionsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final MqttSettings SETTINGS =
      new MqttSettings(true, 1, 1, 1, 1_024, 1, 1, 1_024, 1, 1, 1, 1, HOUR, HOUR, HOUR);

  private final AtomicLong now = new AtomicLong();
  private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
  private final KeptSessions sessions = new KeptSessions(SETTINGS, now::get, forgotten::add);

  @Test
  void countsWhoWasConnectedForLongerThanSessionsAreKept() {
    var departure = SettableFuture.<Boolean>create();
    sessions.keep("long", departure);
    now.addAndGet(HOUR.multipliedBy(2).toNanos());
    departure.set(true);
    sessions.keep("other", SettableFuture.create());
    awaitForgotten("long");
  }

  @Test
  void countsWhoIsConnectedForLongerThanSessionsAreKept() {
    sessions.keep("long", SettableFuture.create());
    now.addAndGet(HOUR.multipliedBy(2).toNanos());
    sessions.keep("other", SettableFuture.create());
    awaitForgotten("long");
  }

  private void awaitForgotten(String clientId) {
    Deadline.within(Duration.ofSeconds(10), () -> forgotten.contains(clientId));
  }
}
