package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One schema, compiled: what a value of each kind must keep, and what every value must. */
final class SchemaRule {
  static final SchemaRule ANY =
      new SchemaRule(
          true, true, NumberRule.ANY, TextRule.ANY, ArrayRule.ANY, ObjectRule.ANY, null, List.of());
  static final SchemaRule NONE =
      new SchemaRule(
          false,
          false,
          NumberRule.NONE,
          TextRule.NONE,
          ArrayRule.NONE,
          ObjectRule.NONE,
          null,
          List.of());

  private final boolean nulls;
  private final boolean booleans;
  private final NumberRule number;
  private final TextRule text;
  private final ArrayRule array;
  private final ObjectRule object;
  private final @Nullable OptionsRule options;
  private final SchemaRule[] also;

  /**
   * A rule.
   *
   * @param options the values that there are; null for any
   * @param also what else holds, of {@code $ref} and {@code allOf}
   */
  SchemaRule(
      boolean nulls,
      boolean booleans,
      NumberRule number,
      TextRule text,
      ArrayRule array,
      ObjectRule object,
      @Nullable OptionsRule options,
      List<SchemaRule> also) {
    this.nulls = nulls;
    this.booleans = booleans;
    this.number = number;
    this.text = text;
    this.array = array;
    this.object = object;
    this.options = options;
    this.also = also.toArray(SchemaRule[]::new);
  }

  boolean accepts(JsonNode value) {
    if (!fits(value) || (options != null && !options.accepts(value))) {
      return false;
    }
    for (var other : also) {
      if (!other.accepts(value)) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> number.accepts(value);
      case STRING -> text.accepts(value.textValue());
      case BOOLEAN -> booleans;
      case OBJECT -> object.accepts(value);
      case ARRAY -> array.accepts(value);
      case NULL -> nulls;
      // none of them is JSON
      case BINARY, MISSING, POJO -> false;
    };
  }
}
