package io.sensormine.device.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.kit.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** How long the attributes of a device are together, as compact JSON. */
final class AttributeSize {
  // no character of a text is longer in JSON, and no number that can be kept
  private static final int LONGEST_CHARACTER = 6;
  private static final int LONGEST_NUMBER = 1_000;
  // quotes of two, a colon and a comma
  private static final int PUNCTUATION = 6;

  private AttributeSize() {}

  /**
   * What is wrong with attributes that are too long together.
   *
   * @param values each fit to be kept by itself
   */
  static Optional<Violation> check(Map<String, JsonNode> values, int mostBytes) {
    if (bytesAtMost(values) <= mostBytes) {
      return Optional.empty();
    }
    var bytes = bytes(values);
    return bytes <= mostBytes
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "/attributes",
                "attributes-too-large",
                "All attributes of a device together are at most %,d bytes as JSON; these are %,d bytes."
                    .formatted(mostBytes, bytes)));
  }

  /** Cheap to tell, and enough for nearly all. */
  private static long bytesAtMost(Map<String, JsonNode> values) {
    long bytes = 2;
    for (var entry : values.entrySet()) {
      var text = entry.getValue().textValue();
      bytes += (long) LONGEST_CHARACTER * entry.getKey().length() + PUNCTUATION;
      bytes += text == null ? LONGEST_NUMBER : (long) LONGEST_CHARACTER * text.length();
    }
    return bytes;
  }

  private static long bytes(Map<String, JsonNode> values) {
    // the braces, and a comma between each two
    long bytes = 1L + Math.max(1, values.size());
    for (var entry : values.entrySet()) {
      bytes += bytes(TextNode.valueOf(entry.getKey())) + 1 + bytes(entry.getValue());
    }
    return bytes;
  }

  private static long bytes(JsonNode value) {
    return value.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
