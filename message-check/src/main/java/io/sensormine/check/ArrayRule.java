package io.sensormine.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which arrays are taken. */
final class ArrayRule {
  static final ArrayRule ANY = new ArrayRule(true, 0, Integer.MAX_VALUE, List.of(), null);
  static final ArrayRule NONE = new ArrayRule(false, 0, Integer.MAX_VALUE, List.of(), null);

  private final boolean taken;
  private final int minItems;
  private final int maxItems;
  private final SchemaRule[] first;
  private final @Nullable SchemaRule rest;

  /**
   * A rule.
   *
   * @param first what the first elements keep, one each
   * @param rest what all further ones keep; null for nothing
   */
  ArrayRule(
      boolean taken,
      int minItems,
      int maxItems,
      List<SchemaRule> first,
      @Nullable SchemaRule rest) {
    this.taken = taken;
    this.minItems = minItems;
    this.maxItems = maxItems;
    this.first = first.toArray(SchemaRule[]::new);
    this.rest = rest;
  }

  boolean accepts(JsonNode array) {
    int size = array.size();
    if (!taken || size < minItems || size > maxItems) {
      return false;
    }
    int checked = rest == null ? Math.min(size, first.length) : size;
    for (int at = 0; at < checked; at++) {
      var rule = at < first.length ? first[at] : rest;
      if (rule != null && !rule.accepts(array.get(at))) {
        return false;
      }
    }
    return true;
  }
}
