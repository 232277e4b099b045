package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was seen at one place of the samples, whatever its type. */
final class Evidence {
  private final NumberEvidence numbers = new NumberEvidence();
  private final TextEvidence texts = new TextEvidence();
  private final ObjectEvidence objects = new ObjectEvidence();
  private @Nullable ArrayEvidence arrays;
  private long count;
  private long booleans;
  private boolean nulls;

  /** Takes in a value; how many properties it has that none before it had. */
  int add(JsonNode value) {
    if (value.isNull()) {
      nulls = true;
      return 0;
    }
    count++;
    return switch (value.getNodeType()) {
      case BOOLEAN -> {
        booleans++;
        yield 0;
      }
      case NUMBER -> {
        numbers.add(value);
        yield 0;
      }
      case STRING -> {
        texts.add(value.textValue());
        yield 0;
      }
      case OBJECT -> objects.add(value);
      case ARRAY -> arrays().add(value);
      case NULL, BINARY, MISSING, POJO -> throw new IllegalArgumentException("not JSON");
    };
  }

  void add(Evidence other) {
    count += other.count;
    booleans += other.booleans;
    nulls |= other.nulls;
    numbers.add(other.numbers);
    texts.add(other.texts);
    objects.add(other.objects);
    if (other.arrays != null) {
      arrays().add(other.arrays);
    }
  }

  private ArrayEvidence arrays() {
    if (arrays == null) {
      arrays = new ArrayEvidence();
    }
    return arrays;
  }

  /** How many values there were, null not among them. */
  long count() {
    return count;
  }

  /** How many properties there are below. */
  int size() {
    return objects.size() + (arrays == null ? 0 : arrays.size());
  }

  /** Whether each value is a time, all as text or all as a number. */
  boolean areTimes() {
    return count > 0
        && ((texts.count() == count
                && texts.format().filter(TextFormat.DATE_TIME::equals).isPresent())
            || (numbers.count() == count && numbers.areTimes()));
  }

  /** The schema of a property: one that is null is absent, so it may not be null. */
  ObjectNode property() {
    return schema(types());
  }

  /** The schema of an array's items: one that is null keeps its position, so it may be null. */
  ObjectNode item() {
    var types = types();
    if (nulls && !types.isEmpty()) {
      types.add("null");
    }
    return schema(types);
  }

  private List<String> types() {
    var types = new ArrayList<String>();
    if (booleans > 0) {
      types.add("boolean");
    }
    if (numbers.count() > 0) {
      types.add(numbers.type());
    }
    if (texts.count() > 0) {
      types.add("string");
    }
    if (objects.count() > 0) {
      types.add("object");
    }
    if (arrays != null) {
      types.add("array");
    }
    return types;
  }

  private ObjectNode schema(List<String> types) {
    var schema = JsonNodeFactory.instance.objectNode();
    if (types.size() == 1) {
      schema.put("type", types.getFirst());
    } else if (types.size() > 1) {
      types.forEach(schema.putArray("type")::add);
    }
    numbers.describe(schema);
    texts.describe(schema, types.equals(List.of("string")));
    objects.describe(schema);
    if (arrays != null) {
      arrays.describe(schema);
    }
    return schema;
  }
}
