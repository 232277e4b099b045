package io.sensormine.registry.inference;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What one inference may take; {@code sensormine.registry.inference.*}. The bytes of a request are
 * bounded by {@code micronaut.server.max-request-size}.
 *
 * @param maxSamples how many samples; default 10,000
 * @param maxProperties how many different properties all samples together may have, nested ones
 *     included; default 1,000
 * @param maxDepth how deep a sample may nest objects and arrays, itself counted; default 24
 * @param maxLineBytes of one line of NDJSON; default 1,048,576
 */
@ConfigurationProperties("sensormine.registry.inference")
public record InferenceLimits(
    @Bindable(defaultValue = "10000") int maxSamples,
    @Bindable(defaultValue = "1000") int maxProperties,
    @Bindable(defaultValue = "24") int maxDepth,
    @Bindable(defaultValue = "1048576") int maxLineBytes) {
  // what the recursion over a sample was tried with
  private static final int LARGEST_DEPTH = 200;

  public InferenceLimits {
    positive("max-samples", maxSamples);
    positive("max-properties", maxProperties);
    positive("max-depth", maxDepth);
    positive("max-line-bytes", maxLineBytes);
    if (maxDepth > LARGEST_DEPTH) {
      throw new IllegalArgumentException(
          "sensormine.registry.inference.max-depth is at most " + LARGEST_DEPTH);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "sensormine.registry.inference." + name + " is at least 1");
    }
  }
}
