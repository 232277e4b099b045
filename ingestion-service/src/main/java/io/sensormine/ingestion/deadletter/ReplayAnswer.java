package io.sensormine.ingestion.deadletter;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became, or in a dry run would become, of dead letters.
 *
 * @param replayed taken now, and new or changing what was stored; 0 in a dry run
 * @param wouldPass the same in a dry run; 0 in any other
 * @param duplicates what they say is stored, or they had been replayed before
 * @param rejected refused again; they stay what they are
 * @param unreplayable not tried: unknown, or not kept as a whole
 * @param errors why letters were rejected or not tried, in order of time, the first hundred
 * @param errorsTruncated whether there are more
 * @param nextCursor what to send as cursor, with the same, for those that were not looked at; null
 *     where all were
 */
@Introspected
record ReplayAnswer(
    int replayed,
    int wouldPass,
    int duplicates,
    int rejected,
    int unreplayable,
    List<Item> errors,
    boolean errorsTruncated,
    @Nullable String nextCursor) {
  ReplayAnswer {
    errors = List.copyOf(errors);
  }

  /**
   * One thing wrong with one letter.
   *
   * @param code one of a message's, or not-found, payload-truncated, format-unknown
   * @param path a JSON Pointer into the message
   */
  @Introspected
  record Item(UUID id, String code, String path, String message) {}
}
