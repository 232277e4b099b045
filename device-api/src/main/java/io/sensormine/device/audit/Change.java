package io.sensormine.device.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.flipkart.zjsonpatch.JsonDiff;
import jakarta.inject.Singleton;

/** What a change changed. */
@Singleton
public final class Change {
  private final ObjectMapper json;

  Change(ObjectMapper json) {
    this.json = json;
  }

  /** A value as it goes into a snapshot. */
  public JsonNode snapshot(Object value) {
    return json.valueToTree(value);
  }

  /**
   * JSON Patch (RFC 6902) that turns one value into another; an empty array where they are equal.
   */
  public JsonNode between(Object before, Object after) {
    return JsonDiff.asJson(snapshot(before), snapshot(after));
  }

  /** JSON Patch that makes a value out of nothing: one operation, which adds the whole. */
  public JsonNode creating(Object value) {
    return adding("", value);
  }

  /** JSON Patch that adds something at a path. */
  public JsonNode adding(String path, Object value) {
    var operation = json.createObjectNode().put("op", "add").put("path", path);
    operation.set("value", snapshot(value));
    return json.createArrayNode().add(operation);
  }

  /** JSON Patch that takes away what is at a path. */
  public JsonNode removing(String path) {
    return json.createArrayNode()
        .add(json.createObjectNode().put("op", "remove").put("path", path));
  }
}
