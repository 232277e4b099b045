package io.sensormine.query.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of a bucket, either numbers and booleans or texts, and how long each held. */
final class Spread {
  private static final int FIRST_SIZE = 16;
  private static final double[] NONE = {};

  private final boolean keeping;
  private double[] numbers = NONE;
  private int kept;
  private double @Nullable [] ordered;
  private long count;
  private long trues;
  private long falses;
  private final Map<String, Long> texts = new TreeMap<>();
  private double weight;
  private double weighted;
  private final Map<String, Double> seconds = new TreeMap<>();
  private @Nullable JsonNode first;
  private @Nullable JsonNode last;
  private @Nullable Moment firstAt;
  private @Nullable Moment lastAt;

  /**
   * Makes an empty one.
   *
   * @param keeping whether it keeps each value, for percentiles, {@link #distinct} and {@link
   *     #mode}
   */
  Spread(boolean keeping) {
    this.keeping = keeping;
  }

  /** Adds a value that was read at a moment. */
  void add(JsonNode value, Moment moment) {
    count++;
    if (keeping) {
      keep(value);
    }
    if (firstAt == null || moment.compareTo(firstAt) < 0) {
      firstAt = moment;
      first = value;
    }
    if (lastAt == null || moment.compareTo(lastAt) > 0) {
      lastAt = moment;
      last = value;
    }
  }

  private void keep(JsonNode value) {
    if (value.isTextual()) {
      texts.merge(value.textValue(), 1L, Long::sum);
    } else if (value.isBoolean()) {
      if (value.booleanValue()) {
        trues++;
      } else {
        falses++;
      }
    } else {
      if (kept == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.max(FIRST_SIZE, kept + (kept >> 1)));
      }
      numbers[kept++] = value.doubleValue();
    }
    ordered = null;
  }

  /**
   * Notes that a value held for so long in the bucket.
   *
   * @param state the value's text; null where it does not matter which value held for how long
   */
  void hold(JsonNode value, @Nullable String state, double forSeconds) {
    if (!value.isTextual()) {
      weight += forSeconds;
      weighted += number(value) * forSeconds;
    }
    if (state != null) {
      seconds.merge(state, forSeconds, Double::sum);
    }
  }

  /** A number or a boolean as a number. */
  static double number(JsonNode value) {
    return value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
  }

  /** A value's text; a whole number's without a fraction. */
  static String state(JsonNode value) {
    return value.isNumber()
            && value.doubleValue() == Math.rint(value.doubleValue())
            && Math.abs(value.doubleValue()) < 1e15
        ? Long.toString((long) value.doubleValue())
        : value.asText();
  }

  /** How many values were read. */
  long count() {
    return count;
  }

  @Nullable Moment lastAt() {
    return lastAt;
  }

  @Nullable JsonNode first() {
    return first;
  }

  @Nullable JsonNode last() {
    return last;
  }

  /**
   * A continuous percentile, interpolated between the two nearest, as PostgreSQL's {@code
   * percentile_cont}; null without a number.
   */
  @Nullable Double percentile(double fraction) {
    int size = kept + (int) (trues + falses);
    if (size == 0) {
      return null;
    }
    var all = ordered();
    var at = fraction * (size - 1);
    var below = (int) Math.floor(at);
    var above = (int) Math.ceil(at);
    return below == above ? all[below] : between(all[below], all[above], at - below);
  }

  private static double between(double below, double above, double share) {
    var difference = above - below;
    return Double.isInfinite(difference)
        ? below * (1 - share) + above * share
        : below + difference * share;
  }

  /** The numbers, booleans among them, from the smallest on; what comes after them is none. */
  private double[] ordered() {
    if (ordered == null) {
      Arrays.sort(numbers, 0, kept);
      ordered = trues + falses == 0 ? numbers : withBooleans();
    }
    return ordered;
  }

  private double[] withBooleans() {
    var all = Arrays.copyOf(numbers, kept + (int) (trues + falses));
    Arrays.fill(all, kept, kept + (int) trues, 1);
    Arrays.fill(all, kept + (int) trues, all.length, 0);
    Arrays.sort(all);
    return all;
  }

  /** The average weighted by time; null where nothing held. */
  @Nullable Double timeWeighted() {
    return weight > 0 ? weighted / weight : null;
  }

  /** How many different values there are. */
  long distinct() {
    ordered();
    long distinct = (long) texts.size() + (trues > 0 ? 1 : 0) + (falses > 0 ? 1 : 0);
    for (int at = 0; at < kept; at++) {
      if (at == 0 || numbers[at] != numbers[at - 1]) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The most frequent value; of several the smallest, numbers before booleans. */
  @Nullable JsonNode mode() {
    ordered();
    long most = 0;
    JsonNode mode = null;
    for (int start = 0; start < kept; ) {
      int end = start;
      while (end < kept && numbers[end] == numbers[start]) {
        end++;
      }
      if (end - start > most) {
        most = (long) end - start;
        mode = DoubleNode.valueOf(numbers[start]);
      }
      start = end;
    }
    if (falses > most) {
      most = falses;
      mode = BooleanNode.FALSE;
    }
    if (trues > most) {
      most = trues;
      mode = BooleanNode.TRUE;
    }
    for (var text : texts.entrySet()) {
      if (text.getValue() > most) {
        most = text.getValue();
        mode = TextNode.valueOf(text.getKey());
      }
    }
    return mode;
  }

  /** How long each value held, in seconds, by its text. */
  Map<String, Double> seconds() {
    return seconds;
  }
}
