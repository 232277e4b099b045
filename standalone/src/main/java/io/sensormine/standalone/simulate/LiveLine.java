package io.sensormine.standalone.simulate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Tells while it runs: one line that is written over on a terminal, else a line now and then. */
final class LiveLine implements Runnable {
  private static final int TERMINAL_SECONDS = 1;
  private static final int PLAIN_SECONDS = 5;

  private final Tally tally;
  private final boolean terminal;
  private final PrintStream out;
  private final CountDownLatch ended;
  private final long began = System.nanoTime();

  /**
   * @param ended opens when there is nothing more to tell
   */
  LiveLine(Tally tally, boolean terminal, PrintStream out, CountDownLatch ended) {
    this.tally = tally;
    this.terminal = terminal;
    this.out = out;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      while (!ended.await(terminal ? TERMINAL_SECONDS : PLAIN_SECONDS, TimeUnit.SECONDS)) {
        var line = line(tally.counts(), tally.latest());
        out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
      }
      out.print(terminal ? "\r\u001b[K" : "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String line(Tally.Counts counts, Histogram latest) {
    return "%5d s  sent %,d  acknowledged %,d  refused %,d  held back %,d  %s"
        .formatted(
            Duration.ofNanos(System.nanoTime() - began).toSeconds(),
            counts.sent(),
            counts.acknowledged(),
            counts.refused(),
            counts.heldBack(),
            quantiles(latest, 50, 99));
  }

  /** Such as {@code p50 1.2 ms p99 8.0 ms}. */
  static String quantiles(Histogram micros, double... percentiles) {
    var text = new StringBuilder();
    for (var percentile : percentiles) {
      text.append(text.isEmpty() ? "" : "  ")
          .append(
              "p%s "
                  .formatted(
                      percentile == Math.rint(percentile)
                          ? Long.toString((long) percentile)
                          : Double.toString(percentile)))
          .append(
              micros.getTotalCount() == 0
                  ? "–"
                  : "%,.1f ms".formatted(micros.getValueAtPercentile(percentile) / 1_000.0));
    }
    return text.toString();
  }
}
