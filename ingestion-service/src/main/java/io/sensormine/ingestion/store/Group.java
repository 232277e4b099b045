package io.sensormine.ingestion.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Batches of any senders that are written in one transaction, each as if it were alone. */
public final class Group {
  private final UUID id;
  private final List<Batch> batches = new ArrayList<>();
  private final Fold fold = new Fold();
  private int rows;
  private long bytes;

  /**
   * An empty group.
   *
   * @param id what its transaction is known by, to ask whether it has committed
   */
  public Group(UUID id) {
    this.id = id;
  }

  /** Adds a batch; false, and nothing changes, where it comes to a row of another that is in it. */
  public boolean tryAdd(Batch batch) {
    if (!fold.tryAdd(batch.records())) {
      return false;
    }
    batches.add(batch);
    rows += batch.rows();
    bytes += batch.bytes();
    return true;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return batches.isEmpty();
  }

  /** How many rows it may come to. */
  public int rows() {
    return rows;
  }

  /** About how many bytes it takes. */
  public long bytes() {
    return bytes;
  }

  /** Its batches, in the order they were added. */
  public List<Batch> batches() {
    return List.copyOf(batches);
  }

  UUID id() {
    return id;
  }

  /** The rows to write, one list after the other, in each of which a key comes once. */
  List<List<TelemetryRecord>> upserts() {
    return fold.upserts();
  }

  List<DeadLetter> deadLetters() {
    return batches.stream().flatMap(batch -> batch.deadLetters().stream()).toList();
  }

  /** What of its records have been dead letters until now. */
  List<Replays.Letter> replays() {
    return batches.stream()
        .flatMap(batch -> batch.records().stream())
        .filter(record -> record.letter() != null)
        .map(record -> Replays.Letter.of(record.letter(), record.receivedAt(), record.tenantId()))
        .toList();
  }

  /** The same transaction without the records of some dead letters. */
  Group without(Set<UUID> letters) {
    var rest = new Group(id);
    for (var batch : batches) {
      rest.tryAdd(
          batch.with(
              batch.records().stream().filter(record -> !isOf(letters, record)).toList(),
              batch.deadLetters()));
    }
    return rest;
  }

  /**
   * What became of each batch's records, where that of some is known for the rest only: the letters
   * left out had been replayed, which changed nothing.
   */
  List<List<Outcome>> outcomes(Set<UUID> leftOut, List<List<Outcome>> ofTheRest) {
    var each = new ArrayList<List<Outcome>>(batches.size());
    for (int at = 0; at < batches.size(); at++) {
      var next = ofTheRest.get(at).iterator();
      each.add(
          batches.get(at).records().stream()
              .map(record -> isOf(leftOut, record) ? Outcome.DUPLICATE : next.next())
              .toList());
    }
    return each;
  }

  private static boolean isOf(Set<UUID> letters, TelemetryRecord record) {
    return record.letter() != null && letters.contains(record.letter());
  }

  /** What became of each batch's records, in their order. */
  List<List<Outcome>> outcomes(Map<Fold.Key, Boolean> written) {
    var all = fold.outcomes(written);
    var each = new ArrayList<List<Outcome>>(batches.size());
    int from = 0;
    for (var batch : batches) {
      int to = from + batch.records().size();
      each.add(List.copyOf(all.subList(from, to)));
      from = to;
    }
    return each;
  }
}
