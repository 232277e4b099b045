package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** The arrays seen at one place. Their items are taken together, whatever their position. */
final class ArrayEvidence {
  private final Evidence items = new Evidence();
  private long count;
  private int longest;

  /** Takes in an array; how many properties its items have that none before had. */
  int add(JsonNode array) {
    count++;
    longest = Math.max(longest, array.size());
    int fresh = 0;
    for (var item : array) {
      fresh += items.add(item);
    }
    return fresh;
  }

  void add(ArrayEvidence other) {
    count += other.count;
    longest = Math.max(longest, other.longest);
    items.add(other.items);
  }

  int size() {
    return items.size();
  }

  void describe(ObjectNode schema) {
    if (longest == 0) {
      return;
    }
    schema.set("items", items.item());
    if (count >= Bounds.MIN_SEEN) {
      schema.set("maxItems", Bounds.json(Bounds.roundedUp(BigDecimal.valueOf(longest))));
    }
  }
}
