package io.sensormine.registry.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Set;

/** What a bound limits. */
public enum Measure {
  /** The number itself. */
  NUMBER("minimum", "maximum"),
  /** A text's length in code points. */
  LENGTH("minLength", "maxLength"),
  /** How many items an array has. */
  ITEMS("minItems", "maxItems"),
  /** How many properties an object has. */
  PROPERTIES("minProperties", "maxProperties");

  private final String lower;
  private final String upper;

  Measure(String lower, String upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /** The kinds of values that have this measure. */
  public Set<Kind> kinds() {
    return switch (this) {
      case NUMBER -> Kind.NUMBERS;
      case LENGTH -> Set.of(Kind.STRING);
      case ITEMS -> Set.of(Kind.ARRAY);
      case PROPERTIES -> Set.of(Kind.OBJECT);
    };
  }

  /** The keyword of its lower bound. */
  public String lower() {
    return lower;
  }

  /** The keyword of its upper bound. */
  public String upper() {
    return upper;
  }

  /** A value's measure; the value is of one of the {@link #kinds}. */
  public BigDecimal of(JsonNode value) {
    return switch (this) {
      case NUMBER -> value.decimalValue();
      case LENGTH ->
          BigDecimal.valueOf(value.textValue().codePointCount(0, value.textValue().length()));
      case ITEMS, PROPERTIES -> BigDecimal.valueOf(value.size());
    };
  }
}
