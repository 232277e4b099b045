package io.sensormine.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Work in batches over a fixed number of connections, each taking the next batch when free. */
final class Lanes {
  private Lanes() {}

  /** One connection, and what it does with a batch. */
  @FunctionalInterface
  interface Lane<T> extends AutoCloseable {
    void send(T batch) throws IOException, InterruptedException, SQLException;

    @Override
    default void close() throws SQLException {}
  }

  /** Sends all batches and says how long that took. */
  static <T> Duration run(List<T> batches, int connections, IntFunction<Lane<T>> lanes)
      throws Exception {
    var next = new AtomicInteger();
    var work = new ArrayList<Callable<Integer>>();
    for (var i = 0; i < connections; i++) {
      var lane = lanes.apply(i);
      work.add(() -> {
        try (lane) {
          var sent = 0;
          for (int at = next.getAndIncrement(); at < batches.size(); at = next.getAndIncrement()) {
            lane.send(batches.get(at));
            sent++;
          }
          return sent;
        }
      });
    }
    try (var threads = Executors.newFixedThreadPool(connections)) {
      var began = System.nanoTime();
      for (var lane : threads.invokeAll(work)) {
        lane.get();
      }
      return Duration.ofNanos(System.nanoTime() - began);
    }
  }
}
