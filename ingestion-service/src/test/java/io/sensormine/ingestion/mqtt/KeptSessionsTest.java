package io.sensormine.ingestion.mqtt;

import io.netty.channel.embedded.EmbeddedChannel;
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
    var connection = new EmbeddedChannel();
    sessions.keep("long", connection);
    now.addAndGet(HOUR.multipliedBy(2).toNanos());
    var _ = connection.close();
    sessions.keep("other", new EmbeddedChannel());
    awaitForgotten("long");
  }

  @Test
  void countsWhoIsConnectedForLongerThanSessionsAreKept() {
    sessions.keep("long", new EmbeddedChannel());
    now.addAndGet(HOUR.multipliedBy(2).toNanos());
    sessions.keep("other", new EmbeddedChannel());
    awaitForgotten("long");
  }

  private void awaitForgotten(String clientId) {
    Deadline.within(Duration.ofSeconds(10), () -> forgotten.contains(clientId));
  }
}
