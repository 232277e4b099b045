package io.sensormine.ingestion.lineprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.ingestion.message.PayloadFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the times of lines count. */
public enum Precision {
  NS(1_000_000_000, PayloadFormat.LINE_NS),
  US(1_000_000, PayloadFormat.LINE_US),
  MS(1_000, PayloadFormat.LINE_MS),
  S(1, PayloadFormat.LINE_S);

  /** From here to there a number can only be microseconds, wherever a message's time is read. */
  private static final long LEAST_MICROS = 100_000_000_000_000L;

  private static final long MOST_MICROS = 100_000_000_000_000_000L;
  private static final int MICROS = 1_000_000;
  private static final int NANOS = 1_000_000_000;

  private final int aSecond;
  private final PayloadFormat format;

  Precision(int aSecond, PayloadFormat format) {
    this.aSecond = aSecond;
    this.format = format;
  }

  /** The precision of a name, such as {@code ms}. */
  static Optional<Precision> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findAny();
  }

  /** The precision that a dead letter's times have; empty where it holds no lines. */
  public static Optional<Precision> of(PayloadFormat format) {
    return Arrays.stream(values()).filter(each -> each.format == format).findAny();
  }

  PayloadFormat format() {
    return format;
  }

  /** A line's time as a message says it. */
  JsonNode time(long count) {
    long seconds = Math.floorDiv(count, aSecond);
    long rest = Math.floorMod(count, aSecond);
    if (seconds >= LEAST_MICROS / MICROS && seconds < MOST_MICROS / MICROS) {
      return JsonNodeFactory.instance.numberNode(seconds * MICROS + rest * MICROS / aSecond);
    }
    return JsonNodeFactory.instance.textNode(text(count, seconds, rest * (NANOS / aSecond)));
  }

  private static String text(long count, long seconds, long nanos) {
    try {
      return Instant.ofEpochSecond(seconds, nanos).toString();
    } catch (DateTimeException beyond) {
      return Long.toString(count);
    }
  }
}
