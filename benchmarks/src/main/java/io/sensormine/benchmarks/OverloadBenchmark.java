package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the instance that is up does with more than it can take: gateways that never pause, whatever
 * they are answered. It may refuse with 429 and 503 and say when to come again; what it takes it
 * must answer in bounded time, its heap must stay flat, and it must be as fast as before once they
 * have gone. Ends with an exception where an answer is anything else.
 *
 * <p>Arguments: seconds (default 600), connections (default 256).
 */
public final class OverloadBenchmark {
  private static final int DEVICES = 1_000;
  private static final int BATCH = 1_000;
  private static final int BATCHES = 200;
  private static final int USUAL_CONNECTIONS = 4;
  private static final int USUAL_MESSAGES = 300_000;

  private final int port;
  private final IngestWork work;

  private OverloadBenchmark(Instance instance) {
    this.port = instance.ports().of(Service.INGESTION);
    this.work = new IngestWork(instance, instance.devices(DEVICES));
  }

  public static void main(String[] arguments) throws Exception {
    var seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
    var connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 256;
    new OverloadBenchmark(Instance.running()).run(Duration.ofSeconds(seconds), connections);
  }

  private void run(Duration duration, int connections) throws Exception {
    usual(); // to warm up
    double before = usual();
    var seen = flood(duration, connections);
    double after = usual();
    var report = new TreeMap<String, Object>(seen.report());
    report.put("messagesPerSecondBefore", before);
    report.put("messagesPerSecondDuring", seen.messages() / (double) duration.toSeconds());
    report.put("messagesPerSecondAfter", after);
    report.forEach((name, value) ->
        System.out.printf(
            "%-28s %s%n",
            name, value instanceof Double number ? "%,.1f".formatted(number) : value));
    Rates.write("overload.json", report);
    seen.requireOnlyBusy();
  }

  /** Messages a second of as many gateways as it takes to be busy. */
  private double usual() throws IOException {
    var requests = work.ofGateway(work.fresh(USUAL_MESSAGES, BATCH));
    var result = Load.run(port, USUAL_CONNECTIONS, 1, requests, lane -> new HttpWire());
    result.outcomes().require(USUAL_MESSAGES, 0, 0);
    return USUAL_MESSAGES / result.seconds();
  }

  private OverloadAnswers flood(Duration duration, int connections) throws Exception {
    var requests = work.ofGateway(work.fresh(BATCHES * BATCH, BATCH));
    var seen = new OverloadAnswers();
    var next = new AtomicInteger();
    long end = System.nanoTime() + duration.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var gateways = new ArrayList<Future<?>>();
      for (int at = 0; at < connections; at++) {
        gateways.add(
            threads.submit(() -> {
              hammer(requests, next, end, seen);
              return null;
            }));
      }
      var heap = new UsedHeap(port);
      while (System.nanoTime() < end) {
        Thread.sleep(5_000);
        seen.heap(heap.megabytes());
      }
      for (var gateway : gateways) {
        gateway.get();
      }
    }
    return seen;
  }

  private void hammer(List<byte[]> requests, AtomicInteger next, long end, OverloadAnswers seen)
      throws IOException {
    while (System.nanoTime() < end) {
      try (var connection = new PlainConnection(port)) {
        while (System.nanoTime() < end) {
          var request = requests.get(Math.floorMod(next.getAndIncrement(), requests.size()));
          long began = System.nanoTime();
          var answer = connection.exchange(request);
          if (answer == null) {
            seen.closed();
            break;
          }
          seen.add(answer, (System.nanoTime() - began) / 1e6);
        }
      }
    }
  }
}
