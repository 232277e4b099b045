package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a message of a device that sends little waits for its commit, alone and while a gateway
 * floods. Both are of one tenant, so that nothing but the turns of senders keeps them apart.
 * Measures the instance that is up.
 *
 * <p>Arguments: messages of the device a run (default 200), counted runs (default 5), messages of
 * the flood a run (default 300,000).
 */
public final class FairnessBenchmark {
  private static final int DEVICES = 1_000;
  private static final int FLOOD_BATCH = 1_000;
  private static final int FLOOD_CONNECTIONS = 16;
  private static final long PAUSE_MILLIS = 10;
  private static final double NANOS_A_MILLI = 1e6;

  private final int port;
  private final IngestWork work;
  private final int messages;
  private final int flood;

  private FairnessBenchmark(Instance instance, int messages, int flood) {
    this.port = instance.ports().of(Service.INGESTION);
    this.work = new IngestWork(instance, instance.devices(DEVICES));
    this.messages = messages;
    this.flood = flood;
  }

  public static void main(String[] arguments) throws Exception {
    var messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var flood = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 300_000;
    new FairnessBenchmark(Instance.running(), messages, flood).run(runs);
  }

  private void run(int runs) throws Exception {
    var alone = new Rates();
    var beside = new Rates();
    var flooding = new Rates();
    for (int run = 0; run <= runs; run++) {
      double quiet = trickle(() -> false).median();
      var requests = work.ofGateway(work.fresh(flood, FLOOD_BATCH));
      double loud;
      double rate;
      try (var threads = Executors.newSingleThreadExecutor()) {
        var result =
            threads.submit(
                () -> Load.run(port, FLOOD_CONNECTIONS, 1, requests, lane -> new HttpWire()));
        loud = trickle(result::isDone).median();
        rate = flood / seconds(result);
      }
      System.out.printf(
          "%s: alone %.2f ms, beside a flood of %,.0f/s %.2f ms%n",
          run == 0 ? "warm-up" : "run " + run, quiet, rate, loud);
      if (run > 0) {
        alone.add(quiet);
        beside.add(loud);
        flooding.add(rate);
      }
    }
    System.out.printf(
        "median of a device's messages: alone %.2f ms, beside a flood of %,.0f/s %.2f ms: %.2f times%n",
        alone.median(), flooding.median(), beside.median(), beside.median() / alone.median());
    Rates.write(
        "fairness.json",
        Map.of(
            "aloneMillis", alone.all(),
            "besideMillis", beside.all(),
            "floodPerSecond", flooding.all()));
  }

  private static double seconds(Future<Load.Result> flood) throws Exception {
    try {
      return flood.get().seconds();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the flood broke off", e.getCause());
    }
  }

  private interface End {
    boolean isReached();
  }

  /** A device's messages, one after the other with a pause; the milliseconds of each. */
  private Rates trickle(End end) throws IOException, InterruptedException {
    var requests =
        work.oneByOne(work.fresh(DEVICES, DEVICES)).subList(0, Math.min(messages, DEVICES));
    var millis = new Rates();
    var wire = new HttpWire();
    var outcomes = new Load.Outcomes();
    try (var channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      for (var request : requests) {
        if (end.isReached()) {
          break;
        }
        long began = System.nanoTime();
        exchange(channel, request, wire, outcomes);
        millis.add((System.nanoTime() - began) / NANOS_A_MILLI);
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    outcomes.require(millis.all().size(), 0, 0);
    return millis;
  }

  private static void exchange(
      SocketChannel channel, byte[] request, HttpWire wire, Load.Outcomes outcomes)
      throws IOException {
    var out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out);
    }
    var in = ByteBuffer.allocate(64 * 1024).flip();
    while (wire.answers(in, outcomes) == 0) {
      in.compact();
      if (channel.read(in) < 0) {
        throw new IOException("the connection was closed");
      }
      in.flip();
    }
  }
}
