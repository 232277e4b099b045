package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two versions of a schema and what is true of them.
 *
 * @param topic the file that it stands in
 * @param former the older version
 * @param current the newer version
 * @param backward whether every message of the older is valid under the newer
 * @param forward whether every message of the newer is valid under the older
 * @param keyword what the list of changes names at least, at {@code path}; null where that is open
 * @param path a pointer into the newer version, or into the older one for what was removed
 */
record CompatibilityCase(
    String topic,
    String name,
    JsonNode former,
    JsonNode current,
    Verdict backward,
    Verdict forward,
    @Nullable String keyword,
    @Nullable String path) {

  /**
   * What is true in one direction.
   *
   * @param strict by the meaning of JSON Schema
   * @param lenient where properties that only one side knows break nothing
   * @param witness valid under the writer's version and invalid under the reader's; null where
   *     there is none
   */
  record Verdict(boolean strict, boolean lenient, @Nullable JsonNode witness) {}

  /** One direction: whose messages, who reads them, and whether that goes well. */
  record Direction(String name, JsonNode writer, JsonNode reader, Verdict verdict) {
    @Override
    public String toString() {
      return name;
    }
  }

  Stream<Direction> directions() {
    return Stream.of(
        new Direction(name + ", backward", former, current, backward),
        new Direction(name + ", forward", current, former, forward));
  }

  @Override
  public String toString() {
    return topic + ": " + name;
  }
}
