package io.sensormine.kit.json;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What a body of JSON may be made of, beside its size in bytes; all from 1 to {@value #LARGEST}.
 *
 * @param maxDepth arrays and objects within one another, to {@value #DEEPEST}
 * @param maxNumberLength digits and signs of a number
 * @param maxStringLength characters of a text
 * @param maxNameLength characters of a property's name
 * @param maxTokens values, names, and beginnings and ends of arrays and objects
 */
@ConfigurationProperties("sensormine.json")
record JsonLimits(
    @Bindable(defaultValue = "128") int maxDepth,
    @Bindable(defaultValue = "1000") int maxNumberLength,
    @Bindable(defaultValue = "1048576") int maxStringLength,
    @Bindable(defaultValue = "4096") int maxNameLength,
    @Bindable(defaultValue = "2000000") int maxTokens) {
  private static final int LARGEST = 100_000_000;

  /** Reading a body takes stack for each level. */
  private static final int DEEPEST = 1_000;

  JsonLimits {
    check("max-depth", maxDepth, DEEPEST);
    check("max-number-length", maxNumberLength, LARGEST);
    check("max-string-length", maxStringLength, LARGEST);
    check("max-name-length", maxNameLength, LARGEST);
    check("max-tokens", maxTokens, LARGEST);
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "sensormine.json.%s is from 1 to %d".formatted(name, most));
    }
  }
}
