package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are taken: one look at each property that an object has, and none at those that it
 * might have.
 */
final class ObjectRule {
  static final ObjectRule ANY = new ObjectRule(true, 0, Integer.MAX_VALUE, Map.of(), null);
  static final ObjectRule NONE = new ObjectRule(false, 0, Integer.MAX_VALUE, Map.of(), null);

  /** What a property's value keeps, null for nothing, and whether it has to be there. */
  record Property(@Nullable SchemaRule rule, boolean required) {}

  private final boolean taken;
  private final int minProperties;
  private final int maxProperties;
  private final Map<String, Property> properties;
  private final @Nullable SchemaRule additional;
  private final int required;

  /**
   * A rule.
   *
   * @param properties those that are declared or required
   * @param additional what all others keep; null for nothing
   */
  ObjectRule(
      boolean taken,
      int minProperties,
      int maxProperties,
      Map<String, Property> properties,
      @Nullable SchemaRule additional) {
    this.taken = taken;
    this.minProperties = minProperties;
    this.maxProperties = maxProperties;
    // unlike Map.copyOf's, it looks a name up in one step
    this.properties = new HashMap<>(properties);
    this.additional = additional;
    this.required = (int) properties.values().stream().filter(Property::required).count();
  }

  boolean accepts(JsonNode object) {
    int size = object.size();
    if (!taken || size < minProperties || size > maxProperties || size < required) {
      return false;
    }
    if (properties.isEmpty() && additional == null) {
      return true;
    }
    // names do not occur twice, so it is enough to count those that have to be there
    int missing = required;
    for (var property : object.properties()) {
      var declared = properties.get(property.getKey());
      var rule = declared == null ? additional : declared.rule();
      if (rule != null && !rule.accepts(property.getValue())) {
        return false;
      }
      if (declared != null && declared.required()) {
        missing--;
      }
    }
    return missing == 0;
  }
}
