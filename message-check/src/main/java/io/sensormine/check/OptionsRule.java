package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** Values that are named one by one: {@code enum}, and {@code const} as one of one. */
final class OptionsRule {
  private final Set<String> texts = new HashSet<>();
  private final Set<JsonNode> others = new HashSet<>();
  private final NumberRule[] numbers;

  /**
   * A rule.
   *
   * @param options with numbers in their one form
   */
  OptionsRule(Iterable<JsonNode> options) {
    var exact = new ArrayList<NumberRule>();
    for (var option : options) {
      if (option.isTextual()) {
        texts.add(option.textValue());
      } else if (option.isNumber()) {
        exact.add(new NumberRule(true, false, Range.of(Numbers.decimal(option)), null));
      } else {
        others.add(option);
      }
    }
    this.numbers = exact.toArray(NumberRule[]::new);
  }

  boolean accepts(JsonNode value) {
    if (value.isTextual()) {
      return texts.contains(value.textValue());
    }
    if (value.isNumber()) {
      return isOneOfTheNumbers(value);
    }
    return !others.isEmpty() && others.contains(Numbers.canonical(value));
  }

  private boolean isOneOfTheNumbers(JsonNode value) {
    for (var number : numbers) {
      if (number.accepts(value)) {
        return true;
      }
    }
    return false;
  }
}
