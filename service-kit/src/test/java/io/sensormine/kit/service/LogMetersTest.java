package io.sensormine.kit.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogMetersTest {
  private static final int SERVICES = 5;
  private static final int EACH = 10_000;

  @Test
  void listenForEachOfTheServicesThatStartAtTheSameTime() throws Exception {
    var context = new LoggerContext();
    var together = new CyclicBarrier(SERVICES);
    // over and over, for two seldom meet in one step
    Callable<Void> start =
        () -> {
          together.await();
          for (int number = 0; number < EACH; number++) {
            LogMeters.listeningTo(context).close();
          }
          return null;
        };
    try (var starters = Executors.newFixedThreadPool(SERVICES)) {
      for (var started :
          starters.invokeAll(Stream.generate(() -> start).limit(SERVICES).toList())) {
        started.get();
      }
    }
    assertThat(context.getCopyOfListenerList()).hasSize(SERVICES * EACH).doesNotContainNull();
  }
}
