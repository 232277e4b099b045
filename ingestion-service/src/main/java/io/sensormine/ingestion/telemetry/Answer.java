package io.sensormine.ingestion.telemetry;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.message.RawMessage;
import java.util.List;

/**
 * What became of a request's messages: {@code received = accepted + duplicates + rejected}.
 *
 * @param accepted stored, and new or changing what was stored
 * @param merged those of the accepted that changed a row that was there before
 * @param duplicates they changed nothing
 * @param errors why messages were rejected, in their order, the first hundred
 * @param errorsTruncated whether there are more
 */
@Introspected
public record Answer(
    int received,
    int accepted,
    int merged,
    int duplicates,
    int rejected,
    List<Item> errors,
    boolean errorsTruncated) {
  public Answer {
    errors = List.copyOf(errors);
  }

  /**
   * One thing wrong with one message.
   *
   * @param index the message's place in the request, from 0: the line's in NDJSON, the row's below
   *     the heading in CSV
   * @param path a JSON Pointer into the request
   */
  @Introspected
  public record Item(int index, String code, String path, String message) {}

  /** The answer to a request of these messages. */
  public static Answer of(List<RawMessage> messages, List<Result> results, int maxErrors) {
    var count = new AnswerCount(maxErrors);
    for (int at = 0; at < results.size(); at++) {
      count.add(at, messages.get(at).pointer(), results.get(at));
    }
    return count.answer();
  }

  /** Whether there were messages, and none could be taken. */
  public boolean allRejected() {
    return received > 0 && rejected == received;
  }
}
