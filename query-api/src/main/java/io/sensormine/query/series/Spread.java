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

  private double[] numbers = new double[FIRST_SIZE];
  private int count;
  private boolean sorted = true;
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

  /** Adds a value that was read at a moment. */
  void add(JsonNode value, Moment moment) {
    if (value.isTextual()) {
      texts.merge(value.textValue(), 1L, Long::sum);
    } else if (value.isBoolean()) {
      if (value.booleanValue()) {
        trues++;
      } else {
        falses++;
      }
    } else {
      add(value.doubleValue());
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

  private void add(double number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count + (count >> 1));
    }
    numbers[count++] = number;
    sorted = false;
  }

  /** Notes that a value held for so long in the bucket. */
  void hold(JsonNode value, double forSeconds) {
    if (!value.isTextual()) {
      weight += forSeconds;
      weighted += number(value) * forSeconds;
    }
    seconds.merge(state(value), forSeconds, Double::sum);
  }

  /** A number or a boolean as a number. */
  static double number(JsonNode value) {
    return value.isBoolean() ? (value.booleanValue() ? 1 : 0) : value.doubleValue();
  }

  private static String state(JsonNode value) {
    return value.isNumber()
            && value.doubleValue() == Math.rint(value.doubleValue())
            && Math.abs(value.doubleValue()) < 1e15
        ? Long.toString((long) value.doubleValue())
        : value.asText();
  }

  /** How many values were read. */
  long count() {
    return count + trues + falses + texts.values().stream().mapToLong(Long::longValue).sum();
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
    var all = allNumbers();
    if (all.length == 0) {
      return null;
    }
    var at = fraction * (all.length - 1);
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

  private double[] allNumbers() {
    var ones = (int) (trues + falses);
    if (ones == 0) {
      sort();
      return Arrays.copyOf(numbers, count);
    }
    var all = Arrays.copyOf(numbers, count + ones);
    Arrays.fill(all, count, count + (int) trues, 1);
    Arrays.fill(all, count + (int) trues, all.length, 0);
    Arrays.sort(all);
    return all;
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(numbers, 0, count);
      sorted = true;
    }
  }

  /** The average weighted by time; null where nothing held. */
  @Nullable Double timeWeighted() {
    return weight > 0 ? weighted / weight : null;
  }

  /** How many different values there are. */
  long distinct() {
    sort();
    long distinct = (long) texts.size() + (trues > 0 ? 1 : 0) + (falses > 0 ? 1 : 0);
    for (int at = 0; at < count; at++) {
      if (at == 0 || numbers[at] != numbers[at - 1]) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The most frequent value; of several the smallest, numbers before booleans. */
  @Nullable JsonNode mode() {
    sort();
    long most = 0;
    JsonNode mode = null;
    for (int start = 0; start < count; ) {
      int end = start;
      while (end < count && numbers[end] == numbers[start]) {
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
