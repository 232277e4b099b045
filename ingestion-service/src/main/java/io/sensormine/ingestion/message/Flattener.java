package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
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
    int length = path.length();
    steps.add(name);
    if (steps.size() > 1) {
      path.append('.');
    }
    path.append(name);
    var flaw = value.isContainerNode() ? inside(value) : leaf(value);
    path.setLength(length);
    steps.removeLast();
    return flaw;
  }

  private @Nullable Flaw leaf(JsonNode value) {
    if (value.isNull() || (!except.isEmpty() && steps.equals(except))) {
      return null;
    }
    if (path.length() > limits.maxPathLength()) {
      return flaw(
          RejectionCode.TOO_LARGE,
          "A field's path has at most %d characters.".formatted(limits.maxPathLength()));
    }
    if (!StorableText.is(path)) {
      return flaw(RejectionCode.TEXT_NOT_STORABLE, "The field's name" + StorableText.NOT_STORABLE);
    }
    if (count == limits.maxFields()) {
      return flaw(
          RejectionCode.TOO_MANY_FIELDS,
          "A message has at most %d fields.".formatted(limits.maxFields()));
    }
    if (value.isTextual() && !StorableText.is(value.textValue())) {
      return flaw(RejectionCode.TEXT_NOT_STORABLE, "The text" + StorableText.NOT_STORABLE);
    }
    if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
      return flaw(
          RejectionCode.NUMBER_OUT_OF_RANGE, "The number is beyond what an IEEE double can hold.");
    }
    if (isComposed() && !composed.add(path.toString())) {
      return flaw(
          RejectionCode.PATH_COLLISION, "Another property comes to the path `" + path + "` too.");
    }
    count++;
    put(value);
    return null;
  }

  /** A name without a dot at the root is the only way to its path. */
  private boolean isComposed() {
    return steps.size() > 1 || path.indexOf(".") >= 0;
  }

  private void put(JsonNode value) {
    if (value.isTextual()) {
      fields.put(path, value.textValue());
    } else if (value.isBoolean()) {
      fields.put(path, value.booleanValue());
    } else if (value.isDouble()) {
      fields.put(path, value.doubleValue());
    } else {
      put(value.longValue());
    }
  }

  private void put(long whole) {
    if (whole >= -EXACT_IN_DOUBLE && whole <= EXACT_IN_DOUBLE) {
      fields.put(path, whole);
    } else {
      fields.put(path, (double) whole);
    }
  }

  private Flaw flaw(RejectionCode code, String message) {
    return new Flaw(code, Pointers.of(base, steps), message);
  }
}
