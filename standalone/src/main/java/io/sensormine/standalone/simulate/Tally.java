package io.sensormine.standalone.simulate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What has become of the messages so far, and how long it took from when each should have gone to
 * its answer: so a stall counts for all that were due in it. Thread-safe.
 */
final class Tally {
  private static final long MOST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedUnduly = new LongAdder();
  private final LongAdder takenUnduly = new LongAdder();
  private final LongAdder heldBack = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final AtomicReference<String> trouble = new AtomicReference<>("");
  private final Recorder recorder = new Recorder(MOST_MICROS, DIGITS);
  private final Histogram all = new Histogram(MOST_MICROS, DIGITS);

  /**
   * What the counters say: {@code sent = acknowledged + refused + withdrawn + lost}, once all are
   * answered.
   *
   * @param refusedUnduly those of the refused that keep the schema
   * @param takenUnduly those of the acknowledged that break it
   * @param heldBack attempts that were answered with 429 or 503
   * @param withdrawn messages that were held back when the simulation was stopped
   */
  record Counts(
      long sent,
      long acknowledged,
      long refused,
      long refusedUnduly,
      long takenUnduly,
      long heldBack,
      long withdrawn,
      long lost) {
    /** Whether all was taken that should be, and nothing else. */
    boolean good() {
      return refusedUnduly + takenUnduly + lost == 0;
    }
  }

  void sent(Parcel parcel) {
    sent.add(parcel.size());
  }

  void answered(Parcel parcel, Reply.Answered answer) {
    var micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - parcel.dueNanos());
    recorder.recordValueWithCount(Math.clamp(micros, 0, MOST_MICROS), parcel.size());
    acknowledged.add(parcel.size() - answer.refused());
    refused.add(answer.refused());
    int unduly = answer.refused() - parcel.invalid();
    if (unduly > 0) {
      refusedUnduly.add(unduly);
      trouble(answer.why());
    } else if (unduly < 0) {
      takenUnduly.add(-unduly);
      trouble("a message that breaks the schema was taken");
    }
  }

  void heldBack(Parcel parcel) {
    heldBack.add(parcel.size());
  }

  void withdrawn(Parcel parcel) {
    withdrawn.add(parcel.size());
  }

  void lost(Parcel parcel, String why) {
    lost.add(parcel.size());
    trouble(why);
  }

  private void trouble(String why) {
    trouble.compareAndSet("", why);
  }

  /** Why the first message was refused, taken or lost that should not have been; empty for none. */
  String trouble() {
    return trouble.get();
  }

  Counts counts() {
    return new Counts(
        sent.sum(),
        acknowledged.sum(),
        refused.sum(),
        refusedUnduly.sum(),
        takenUnduly.sum(),
        heldBack.sum(),
        withdrawn.sum(),
        lost.sum());
  }

  /**
   * The latencies in microseconds since this was last asked; they are part of {@link #all} then.
   */
  synchronized Histogram latest() {
    var latest = recorder.getIntervalHistogram();
    all.add(latest);
    return latest;
  }

  /** All latencies in microseconds. */
  synchronized Histogram all() {
    latest();
    return all.copy();
  }
}
