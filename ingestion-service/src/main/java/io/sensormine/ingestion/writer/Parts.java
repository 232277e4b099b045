package io.sensormine.ingestion.writer;

import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.ingestion.store.TelemetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it is queued: what is of now at once, and what is older in parts of bounded size.
 * Records of one row are never parted.
 *
 * @param live what is of now, and the dead letters; null where there is nothing
 * @param backlog what is older
 * @param places where in the batch each part's records stand, the live one's first
 */
record Parts(@Nullable Batch live, List<Batch> backlog, List<List<Integer>> places) {
  static Parts of(Batch batch, Duration backlogAge, int maxRows) {
    var records = batch.records();
    var edge = edge(records, backlogAge);
    var old =
        IntStream.range(0, records.size())
            .filter(at -> isOld(records.get(at), edge))
            .boxed()
            .toList();
    if (old.isEmpty()) {
      return new Parts(batch, List.of(), List.of());
    }
    var live =
        IntStream.range(0, records.size())
            .filter(at -> !isOld(records.get(at), edge))
            .boxed()
            .toList();
    var places = new ArrayList<List<Integer>>();
    places.add(live);
    // the sort is stable, so that of one row's records the last still comes last
    places.addAll(
        chunks(
            old.stream().sorted(Comparator.comparing(records::get, Parts::byRow)).toList(),
            records,
            maxRows));
    var parts = places.stream().map(each -> part(batch, each)).toList();
    boolean nothingLive = live.isEmpty() && batch.deadLetters().isEmpty();
    return new Parts(
        nothingLive ? null : batch.with(parts.getFirst(), batch.deadLetters()),
        parts.stream().skip(1).map(part -> batch.with(part, List.of())).toList(),
        places);
  }

  /**
   * One for all: what came a little later may be of the same row, and must not be parted from it.
   */
  private static Instant edge(List<TelemetryRecord> records, Duration backlogAge) {
    return records.stream()
        .map(TelemetryRecord::receivedAt)
        .min(Comparator.naturalOrder())
        .map(earliest -> earliest.minus(backlogAge))
        .orElse(Instant.MIN);
  }

  private static boolean isOld(TelemetryRecord record, Instant edge) {
    return record.letter() != null || record.time().isBefore(edge);
  }

  private static int byRow(TelemetryRecord one, TelemetryRecord other) {
    int byDevice = one.deviceId().compareTo(other.deviceId());
    return byDevice != 0 ? byDevice : one.time().compareTo(other.time());
  }

  private static List<List<Integer>> chunks(
      List<Integer> sorted, List<TelemetryRecord> records, int maxRows) {
    var chunks = new ArrayList<List<Integer>>();
    int from = 0;
    for (int at = 1; at <= sorted.size(); at++) {
      boolean full =
          at - from >= maxRows
              && byRow(
                      records.get(sorted.get(at - 1)),
                      records.get(sorted.get(Math.min(at, sorted.size() - 1))))
                  != 0;
      if (full || at == sorted.size()) {
        chunks.add(sorted.subList(from, at));
        from = at;
      }
    }
    return chunks;
  }

  private static List<TelemetryRecord> part(Batch batch, List<Integer> places) {
    return places.stream().map(batch.records()::get).toList();
  }

  /** The outcomes of all parts, the live one's first, as those of the batch. */
  List<Outcome> together(List<List<Outcome>> each) {
    if (places.isEmpty()) {
      return each.getFirst();
    }
    var outcomes = new Outcome[places.stream().mapToInt(List::size).sum()];
    var next = each.iterator();
    for (int part = 0; part < places.size(); part++) {
      if (part == 0 && live == null) {
        continue;
      }
      var ofPart = next.next();
      for (int at = 0; at < ofPart.size(); at++) {
        outcomes[places.get(part).get(at)] = ofPart.get(at);
      }
    }
    return Arrays.asList(outcomes);
  }
}
