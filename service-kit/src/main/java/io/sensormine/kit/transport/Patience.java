package io.sensormine.kit.transport;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long a service waits for what a client sends. Only waiting counts: while the service itself
 * is not ready to read on, a client is not late.
 *
 * @param head for the whole head of a request, from the connection or from its first byte; 100 ms
 *     to 10 min
 * @param body for a body, beside the time that its bytes take at the least rate; 100 ms to 10 min
 * @param minBodyRate bytes a second, from 1 to 1 MiB
 */
@ConfigurationProperties("sensormine.patience")
record Patience(
    @Bindable(defaultValue = "15s") Duration head,
    @Bindable(defaultValue = "30s") Duration body,
    @Bindable(defaultValue = "1024") int minBodyRate) {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofMinutes(10);
  private static final int FASTEST = 1 << 20;

  Patience {
    check("head", head);
    check("body", body);
    if (minBodyRate < 1 || minBodyRate > FASTEST) {
      throw new IllegalArgumentException(
          "sensormine.patience.min-body-rate is from 1 to " + FASTEST);
    }
  }

  private static void check(String name, Duration wait) {
    if (wait.compareTo(LEAST) < 0 || wait.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "sensormine.patience.%s is from 100 ms to 10 min".formatted(name));
    }
  }

  /** How long a client may have kept us waiting for a body of which so much is there. */
  Duration forBody(long bytes) {
    return body.plusMillis(bytes * 1_000 / minBodyRate);
  }
}
