package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a payload into flat fields: objects become dotted paths, arrays {@code path.0} and so on. A
 * value is a Long, a Double, a Boolean or a String that the database can store; whole numbers
 * beyond 2⁵³ become the double nearest to them.
 */
public final class Flattener {
  /** What flattening comes to. */
  public sealed interface Outcome {
    /** The fields in the order they came. */
    record Fields(FlatFields fields) implements Outcome {}

    /** The first thing that cannot be stored. */
    record Unfit(Flaw flaw) implements Outcome {}
  }

  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private final IngestionLimits limits;
  private final String base;
  private final List<String> except;
  private final FieldsWriter fields = new FieldsWriter();

  /** Of the paths there are, those that two ways may lead to. */
  private final Set<String> composed = new HashSet<>();

  private int count;
  private final List<String> steps = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();

  private Flattener(IngestionLimits limits, String base, List<String> except) {
    this.limits = limits;
    this.base = base;
    this.except = except;
  }

  /**
   * Flattens.
   *
   * @param base where the payload stands in its message, as a JSON Pointer
   * @param except the way to a property that is no field, the time; empty for none
   */
  public static Outcome flatten(
      JsonNode payload, String base, List<String> except, IngestionLimits limits) {
    var flattener = new Flattener(limits, base, except);
    var flaw = flattener.inside(payload);
    return flaw == null ? new Outcome.Fields(flattener.fields.written()) : new Outcome.Unfit(flaw);
  }

  private @Nullable Flaw inside(JsonNode container) {
    if (container.isArray()) {
      if (container.size() > limits.maxArrayLength()) {
        return flaw(
            RejectionCode.TOO_MANY_FIELDS,
            "The array has %d elements; at most %d are taken."
                .formatted(container.size(), limits.maxArrayLength()));
      }
      for (int at = 0; at < container.size(); at++) {
        var flaw = step(Integer.toString(at), container.get(at));
        if (flaw != null) {
          return flaw;
        }
      }
      return null;
    }
    for (var property : container.properties()) {
      var flaw = step(property.getKey(), property.getValue());
      if (flaw != null) {
        return flaw;
      }
    }
    return null;
  }

  private @Nullable Flaw step(String name, JsonNode value) {
    steps.add(name);
    var flaw = steps.size() == 1 && value.isValueNode() ? leaf(name, value) : deeper(name, value);
    steps.removeLast();
    return flaw;
  }

  private @Nullable Flaw deeper(String name, JsonNode value) {
    int length = path.length();
    if (steps.size() > 1) {
      path.append('.');
    }
    path.append(name);
    var flaw = value.isContainerNode() ? inside(value) : leaf(path, value);
    path.setLength(length);
    return flaw;
  }

  private @Nullable Flaw leaf(CharSequence at, JsonNode value) {
    if (value.isNull() || (!except.isEmpty() && steps.equals(except))) {
      return null;
    }
    if (at.length() > limits.maxPathLength()) {
      return flaw(
          RejectionCode.TOO_LARGE,
          "A field's path has at most %d characters.".formatted(limits.maxPathLength()));
    }
    if (!fields.name(at)) {
      return flaw(RejectionCode.TEXT_NOT_STORABLE, "The field's name" + StorableText.NOT_STORABLE);
    }
    if (count == limits.maxFields()) {
      return flaw(
          RejectionCode.TOO_MANY_FIELDS,
          "A message has at most %d fields.".formatted(limits.maxFields()));
    }
    count++;
    var flaw = scalar(value);
    if (flaw == null && isComposed() && !composed.add(at.toString())) {
      return flaw(
          RejectionCode.PATH_COLLISION, "Another property comes to the path `" + at + "` too.");
    }
    return flaw;
  }

  /** A name without a dot at the root is the only way to its path. */
  private boolean isComposed() {
    return steps.size() > 1 || steps.getFirst().indexOf('.') >= 0;
  }

  private @Nullable Flaw scalar(JsonNode value) {
    if (value instanceof DoubleNode number) {
      if (!Double.isFinite(number.doubleValue())) {
        return flaw(
            RejectionCode.NUMBER_OUT_OF_RANGE,
            "The number is beyond what an IEEE double can hold.");
      }
      fields.value(number.doubleValue());
    } else if (value instanceof TextNode text) {
      if (!fields.value(text.textValue())) {
        return flaw(RejectionCode.TEXT_NOT_STORABLE, "The text" + StorableText.NOT_STORABLE);
      }
    } else if (value instanceof BooleanNode truth) {
      fields.value(truth.booleanValue());
    } else {
      whole(value.longValue());
    }
    return null;
  }

  private void whole(long value) {
    if (value >= -EXACT_IN_DOUBLE && value <= EXACT_IN_DOUBLE) {
      fields.value(value);
    } else {
      fields.value((double) value);
    }
  }

  private Flaw flaw(RejectionCode code, String message) {
    return new Flaw(code, Pointers.of(base, steps), message);
  }
}
