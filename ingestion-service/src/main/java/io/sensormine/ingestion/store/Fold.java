package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.FlatFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records of a batch as rows, one a device and instant: an upsert may meet a key once only. Of
 * the same version, later fields go over earlier ones; another version takes the row's whole place,
 * that of what is stored included. So the rows are as if each record had been written by itself.
 */
final class Fold {
  /** A row's key. */
  record Key(UUID deviceId, Instant time) {}

  /** Records that come to one row, in the order they came; all of the last one's version. */
  private static final class Row {
    private final List<Integer> contributors = new ArrayList<>(1);
    private TelemetryRecord last;

    /** The latest record of another version; what is stored must not outlive it. */
    private @Nullable TelemetryRecord displaced;

    private Row(TelemetryRecord first) {
      this.last = first;
    }
  }

  private final List<TelemetryRecord> records = new ArrayList<>();
  private final Map<Key, Row> rows = new LinkedHashMap<>();

  /**
   * Adds the records of one request; false, and nothing changes, where one of an earlier request
   * comes to the same row: what becomes of either must not depend on whether they met here.
   */
  boolean tryAdd(List<TelemetryRecord> request) {
    if (!records.isEmpty() && request.stream().anyMatch(record -> rows.containsKey(key(record)))) {
      return false;
    }
    request.forEach(this::add);
    return true;
  }

  private void add(TelemetryRecord record) {
    int index = records.size();
    records.add(record);
    var row = rows.computeIfAbsent(key(record), key -> new Row(record));
    if (!row.last.schemaVersionId().equals(record.schemaVersionId())) {
      row.contributors.clear();
      row.displaced = row.last;
    }
    row.last = record;
    row.contributors.add(index);
  }

  /**
   * The rows to write, one list after the other, in each of which a key comes once. There is more
   * than one where versions alternate: the upsert would merge the last with a stored row of its own
   * version, whose place the one in between has taken.
   */
  List<List<TelemetryRecord>> upserts() {
    var displaced = rows.values().stream().map(row -> row.displaced).filter(Objects::nonNull);
    var last = rows.values().stream().map(this::merged);
    return Stream.of(displaced.toList(), last.toList()).filter(each -> !each.isEmpty()).toList();
  }

  private TelemetryRecord merged(Row row) {
    var last = row.last;
    if (row.contributors.size() == 1) {
      return last;
    }
    var fields = new LinkedHashMap<String, Object>();
    row.contributors.forEach(index -> fields.putAll(records.get(index).fields().values()));
    return new TelemetryRecord(
        last.tenantId(),
        last.deviceId(),
        last.time(),
        last.schemaVersionId(),
        FlatFields.of(fields),
        last.receivedAt());
  }

  /**
   * What became of each record, in their order.
   *
   * @param written true for a row that was inserted, false for one that was changed; a row that is
   *     not there was as it is
   */
  List<Outcome> outcomes(Map<Key, Boolean> written) {
    var outcomes = new ArrayList<Outcome>(records.size());
    records.forEach(record -> outcomes.add(Outcome.DUPLICATE));
    rows.forEach((key, row) -> {
      var inserted = written.get(key);
      if (inserted != null) {
        var outcome = inserted ? Outcome.INSERTED : Outcome.MERGED;
        contributing(row).forEach(index -> outcomes.set(index, outcome));
      }
    });
    return outcomes;
  }

  /** The records that the row still shows something of; the last one is always among them. */
  private List<Integer> contributing(Row row) {
    if (row.contributors.size() == 1) {
      return row.contributors;
    }
    var shown = new HashSet<String>();
    var contributing = new ArrayList<Integer>();
    for (int index : row.contributors.reversed()) {
      boolean shows = contributing.isEmpty();
      for (var path : records.get(index).fields().values().keySet()) {
        shows |= shown.add(path);
      }
      if (shows) {
        contributing.add(index);
      }
    }
    return contributing;
  }

  static Key key(TelemetryRecord record) {
    return new Key(record.deviceId(), record.time());
  }
}
