package io.sensormine.registry.definition;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How large a definition may be; {@code sensormine.registry.definition.*}.
 *
 * @param maxBytes of the definition as compact JSON in UTF-8; default 262,144
 * @param maxDepth how deep its JSON may nest, and how deep its subschemas may with every {@code
 *     $ref} followed; default 64
 * @param maxSubschemas how many subschemas it may have with every {@code $ref} replaced by what it
 *     refers to; default 10,000
 * @param maxFields how many fields it may declare; default 1,000
 * @param maxBundleBytes of the definition with every definition that it refers to inside, as
 *     compact JSON in UTF-8; default 1,048,576
 * @param maxReferences how many other schema versions it may refer to itself; default 256
 */
@ConfigurationProperties("sensormine.registry.definition")
public record DefinitionLimits(
    @Bindable(defaultValue = "262144") int maxBytes,
    @Bindable(defaultValue = "64") int maxDepth,
    @Bindable(defaultValue = "10000") int maxSubschemas,
    @Bindable(defaultValue = "1000") int maxFields,
    @Bindable(defaultValue = "1048576") int maxBundleBytes,
    @Bindable(defaultValue = "256") int maxReferences) {
  // what the recursion over a definition was tried with
  private static final int LARGEST_DEPTH = 200;

  public DefinitionLimits {
    positive("max-bytes", maxBytes);
    positive("max-depth", maxDepth);
    positive("max-subschemas", maxSubschemas);
    positive("max-fields", maxFields);
    positive("max-bundle-bytes", maxBundleBytes);
    positive("max-references", maxReferences);
    if (maxDepth > LARGEST_DEPTH) {
      throw new IllegalArgumentException(
          "sensormine.registry.definition.max-depth is at most " + LARGEST_DEPTH);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "sensormine.registry.definition." + name + " is at least 1");
    }
  }
}
