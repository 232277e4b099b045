package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message taken apart. An object with an object {@code fields} and nothing beside it but the
 * envelope's own keys is an envelope; any other object is the payload itself.
 *
 * @param payload what is checked against the schema and stored
 * @param base where the payload stands in the message, as a JSON Pointer
 * @param time when it was measured; null where the message does not say
 * @param timePath where it says so, as a JSON Pointer
 * @param schemaVersion the version that the envelope asks for; null where it asks for none
 */
public record Message(
    ObjectNode payload,
    String base,
    @Nullable JsonNode time,
    String timePath,
    @Nullable JsonNode schemaVersion) {

  private static final List<String> TIME_KEYS = List.of("time", "timestamp", "ts");
  private static final List<String> OWN_KEYS = List.of("time", "timestamp", "ts", "device");
  private static final Set<String> ENVELOPE_KEYS =
      Set.of("time", "fields", "schemaVersion", "device", "id");

  /** Whether an object is an envelope. */
  public static boolean isEnvelope(JsonNode root) {
    if (!(root.get("fields") instanceof ObjectNode)) {
      return false;
    }
    for (var names = root.fieldNames(); names.hasNext(); ) {
      if (!ENVELOPE_KEYS.contains(names.next())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes a message apart, leaving the tree given as it was.
   *
   * @param declared the names that the schema declares at its root: these stay in the payload
   * @param timeSteps the way to the property that the schema marks as the time; empty for none
   */
  public static Message of(ObjectNode root, Set<String> declared, List<String> timeSteps) {
    if (isEnvelope(root)) {
      var payload = (ObjectNode) root.get("fields");
      return timed(payload, "/fields", root.get("time"), "/time", timeSteps)
          .withVersion(root.get("schemaVersion"));
    }
    JsonNode time = null;
    var timePath = "";
    for (var key : TIME_KEYS) {
      if (time == null && root.has(key)) {
        time = root.get(key);
        timePath = "/" + key;
      }
    }
    return timed(withoutKeys(root, declared), "", time, timePath, timeSteps);
  }

  private static ObjectNode withoutKeys(ObjectNode root, Set<String> declared) {
    var taken = OWN_KEYS.stream().filter(key -> root.has(key) && !declared.contains(key)).toList();
    // a copy one level deep: what is beneath is shared and changed by nobody
    return taken.isEmpty() ? root : root.objectNode().<ObjectNode>setAll(root).remove(taken);
  }

  /** The envelope's own time goes before the property that the schema marks. */
  private static Message timed(
      ObjectNode payload,
      String base,
      @Nullable JsonNode time,
      String timePath,
      List<String> timeSteps) {
    if (timeSteps.isEmpty() || (time != null && !base.isEmpty())) {
      return new Message(payload, base, time, timePath, null);
    }
    JsonNode marked = payload;
    for (var step : timeSteps) {
      marked = marked.path(step);
    }
    return marked.isMissingNode()
        ? new Message(payload, base, time, timePath, null)
        : new Message(payload, base, marked, Pointers.of(base, timeSteps), null);
  }

  private Message withVersion(@Nullable JsonNode version) {
    return new Message(payload, base, time, timePath, version);
  }
}
