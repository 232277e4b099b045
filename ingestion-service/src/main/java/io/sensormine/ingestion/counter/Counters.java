package io.sensormine.ingestion.counter;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.ingestion.store.Protocol;
import java.util.List;

/**
 * What became of messages: {@code received = accepted + duplicates + rejected}.
 *
 * @param merged those of the accepted that changed a row that was there before
 * @param protocols the same for each way in, in order of name
 */
@Introspected
record Counters(
    long received,
    long accepted,
    long merged,
    long duplicates,
    long rejected,
    List<OfProtocol> protocols) {

  /** What became of messages that came one way. */
  @Introspected
  record OfProtocol(
      Protocol protocol,
      long received,
      long accepted,
      long merged,
      long duplicates,
      long rejected) {
    OfProtocol(Protocol protocol, long accepted, long merged, long duplicates, long rejected) {
      this(protocol, accepted + duplicates + rejected, accepted, merged, duplicates, rejected);
    }
  }

  static Counters of(List<OfProtocol> protocols) {
    long accepted = 0;
    long merged = 0;
    long duplicates = 0;
    long rejected = 0;
    for (var each : protocols) {
      accepted += each.accepted();
      merged += each.merged();
      duplicates += each.duplicates();
      rejected += each.rejected();
    }
    return new Counters(
        accepted + duplicates + rejected,
        accepted,
        merged,
        duplicates,
        rejected,
        List.copyOf(protocols));
  }
}
