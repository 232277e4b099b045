package io.sensormine.ingestion.deadletter;

import io.micronaut.core.annotation.Introspected;
import java.util.List;

/** How many messages were refused for which reason, the most frequent first. */
@Introspected
record CodeCounts(List<Item> items) {
  CodeCounts {
    items = List.copyOf(items);
  }

  /**
   * One reason.
   *
   * @param code the first error's of these messages
   */
  @Introspected
  record Item(String code, long count) {}
}
