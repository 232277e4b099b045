package io.sensormine.registry.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bounds of size and depth, and that every number and text can be stored and compared. */
final class StructureRule {
  private final DefinitionLimits limits;

  StructureRule(DefinitionLimits limits) {
    this.limits = limits;
  }

  void check(JsonNode root, Consumer<Violation> refuse) {
    if (isDeeper(root, 1)) {
      refuse.accept(
          new Violation(
              "", "too-deep", "The JSON may nest %d levels.".formatted(limits.maxDepth())));
      return;
    }
    var bytes = root.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.maxBytes()) {
      refuse.accept(
          new Violation(
              "",
              "too-large",
              "The definition has %,d bytes; it may have %,d."
                  .formatted(bytes, limits.maxBytes())));
      return;
    }
    values(root, JsonPointer.empty(), refuse);
  }

  /** Bounds of size and depth of a definition with all inside that it refers to. */
  void checkBundle(JsonNode bundle, Consumer<Violation> refuse) {
    if (isDeeper(bundle, 1)) {
      refuse.accept(
          new Violation(
              "",
              "too-deep",
              "With every version that it refers to inside, the JSON may nest %d levels."
                  .formatted(limits.maxDepth())));
    }
    var bytes = bundle.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.maxBundleBytes()) {
      refuse.accept(
          new Violation(
              "",
              "too-large",
              "With every version that it refers to inside, the definition has %,d bytes; it may have %,d."
                  .formatted(bytes, limits.maxBundleBytes())));
    }
  }

  private boolean isDeeper(JsonNode node, int depth) {
    if (depth > limits.maxDepth()) {
      return true;
    }
    for (var child : node) {
      if (isDeeper(child, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static void values(JsonNode node, JsonPointer at, Consumer<Violation> refuse) {
    if (node.isTextual() && !isStorable(node.textValue())) {
      refuse.accept(text(at));
    } else if (node.isNumber() && !isDouble(node)) {
      refuse.accept(
          new Violation(
              at.toString(), "number-out-of-range", "Numbers must be finite IEEE 754 doubles."));
    }
    for (var property : node.properties()) {
      var child = at.appendProperty(property.getKey());
      if (!isStorable(property.getKey())) {
        refuse.accept(text(at));
      }
      values(property.getValue(), child, refuse);
    }
    for (int index = 0; node.isArray() && index < node.size(); index++) {
      values(node.path(index), at.appendIndex(index), refuse);
    }
  }

  private static Violation text(JsonPointer at) {
    return new Violation(
        at.toString(),
        "text-not-storable",
        "Text and names may hold neither U+0000 nor half a surrogate pair.");
  }

  private static boolean isDouble(JsonNode number) {
    var value = number.doubleValue();
    return Double.isFinite(value) && (value != 0 || number.decimalValue().signum() == 0);
  }

  private static boolean isStorable(String text) {
    return text.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
  }
}
