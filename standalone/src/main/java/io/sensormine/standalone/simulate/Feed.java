package io.sensormine.standalone.simulate;

import io.sensormine.standalone.simulate.generate.MessageMaker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The parcels of a simulation in their order: message after message on an even beat, device after
 * device. When one is due depends on the beat alone, never on how others fared. Thread-safe.
 */
final class Feed {
  private static final double NANOS = 1e9;

  private final SimulationPlan plan;
  private final MessageMaker maker;
  private final List<MessageMaker.Device> devices;
  private final Random spoiling;
  private final long messages;
  private final long startNanos;
  private final Instant start;
  private long next;

  /**
   * @param startNanos when the first message is due, on the clock of {@link System#nanoTime()}
   * @param start the same instant
   */
  Feed(SimulationPlan plan, MessageMaker maker, long startNanos, Instant start) {
    this.plan = plan;
    this.maker = maker;
    this.devices =
        LongStream.range(0, plan.devices())
            .mapToObj(device -> maker.device(plan.seed() * 1_000_003 + device))
            .toList();
    this.spoiling = new Random(plan.seed());
    this.messages = plan.messages();
    this.startNanos = startNanos;
    this.start = start;
  }

  /** The next parcel, due when the last of its messages is; null after the last one. */
  synchronized @Nullable Parcel next() {
    var samples = new ArrayList<Sample>(plan.batch());
    for (; samples.size() < plan.batch() && next < messages; next++) {
      samples.add(sample((int) (next % plan.devices()), start.plusNanos(after(next))));
    }
    return samples.isEmpty() ? null : new Parcel(startNanos + after(next - 1), samples);
  }

  private long after(long message) {
    return (long) (message * NANOS / plan.rate());
  }

  private Sample sample(int device, Instant due) {
    // PostgreSQL keeps microseconds
    var time = due.truncatedTo(ChronoUnit.MICROS);
    var fields = devices.get(device).next(time);
    return spoiling.nextDouble() * 100 < plan.invalid()
        ? new Sample(device, time, maker.spoiled(fields, spoiling), false)
        : new Sample(device, time, fields, true);
  }
}
