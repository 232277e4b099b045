package io.sensormine.device.bulk;

import io.sensormine.device.device.BatchItem;
import io.sensormine.device.device.BatchMode;
import io.sensormine.device.device.BatchOutcome;
import io.sensormine.device.device.DeviceBatch;
import io.sensormine.device.device.DeviceRequest;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Translation;
import io.sensormine.kit.problem.Violation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the devices of a bulk request, a chunk a transaction. */
@Singleton
final class BulkWrite {
  private static final Logger LOG = LoggerFactory.getLogger(BulkWrite.class);

  private final DeviceBatch batch;
  private final BulkSettings settings;
  private final Translation translation;
  private final Chunks chunks;

  BulkWrite(DeviceBatch batch, BulkSettings settings, Translation translation) {
    this.batch = batch;
    this.chunks =
        new Chunks(settings.parallelChunks(), new Semaphore(settings.maxParallelChunks(), true));
    this.settings = settings;
    this.translation = translation;
  }

  /** Refuses (422) more devices than a request may have. */
  void requireRoom(int devices, String path) {
    if (devices > settings.maxDevices()) {
      throw ProblemException.at(
          path,
          ProblemType.INVALID_REQUEST,
          "At most %,d devices in a request; send the rest in others. Nothing was stored."
              .formatted(settings.maxDevices()));
    }
  }

  /** Stores what can be stored; each row's outcome is its own. */
  BulkAnswer write(List<BulkRow> rows, BatchMode mode, String actor) {
    var outcomes = new @Nullable BatchOutcome[rows.size()];
    // made in the order of the rows, for that is the order of lists
    var places =
        readable(rows, outcomes).stream()
            .map(row ->
                new Place(row.index(), new BatchItem(Ids.next(), device(row), row.writing())))
            .toList();
    var failure = chunks.run(split(places), chunk -> store(chunk, mode, actor, outcomes));
    if (failure != null) {
      if (places.stream().allMatch(place -> outcomes[place.index()] == null)) {
        throw rethrown(failure);
      }
      // what is stored is stored, and has to be told
      LOG.warn("a bulk request of {} devices was stored in part", places.size(), failure);
      var ended = new BatchOutcome.Refused(List.of(ended(failure, mode)));
      for (var place : places) {
        if (outcomes[place.index()] == null) {
          outcomes[place.index()] = ended;
        }
      }
    }
    return answer(rows, outcomes);
  }

  private List<List<Place>> split(List<Place> places) {
    var split = new ArrayList<List<Place>>();
    for (int from = 0; from < places.size(); from += settings.chunkDevices()) {
      split.add(places.subList(from, Math.min(from + settings.chunkDevices(), places.size())));
    }
    return split;
  }

  private void store(
      List<Place> chunk, BatchMode mode, String actor, @Nullable BatchOutcome[] outcomes) {
    var stored = batch.put(chunk.stream().map(Place::item).toList(), mode, actor);
    for (int i = 0; i < chunk.size(); i++) {
      outcomes[chunk.get(i).index()] = kept(stored.get(i));
    }
  }

  private static BatchOutcome kept(BatchOutcome outcome) {
    return outcome instanceof BatchOutcome.Refused refused
        ? new BatchOutcome.Refused(ToldErrors.kept(refused.violations()))
        : outcome;
  }

  /** A device to be stored, and where in the request it is. */
  private record Place(int index, BatchItem item) {}

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  private Violation ended(Throwable error, BatchMode mode) {
    return new Violation("", translation.problem(error).type().code(), ended(mode));
  }

  /** What to do about rows of which nothing is known. */
  static String ended(BatchMode mode) {
    return mode.dryRun()
        ? "Something failed before this row was looked at; send it again."
        : "Something failed before this row was known to be stored; send it again, with upsert.";
  }

  /** The rows to be stored; the others' outcomes are settled. */
  private static List<BulkRow> readable(List<BulkRow> rows, @Nullable BatchOutcome[] outcomes) {
    var first = new HashMap<String, BulkRow>();
    var readable = new ArrayList<BulkRow>();
    for (var row : rows) {
      if (row.device() == null) {
        outcomes[row.index()] = new BatchOutcome.Refused(row.errors());
        continue;
      }
      var earlier = first.putIfAbsent(row.device().externalId(), row);
      if (earlier == null) {
        readable.add(row);
      } else {
        outcomes[row.index()] =
            new BatchOutcome.Refused(
                List.of(
                    new Violation(
                        "/externalId",
                        ProblemType.NAME_TAKEN.code(),
                        earlier.place() + " has this external id already.")));
      }
    }
    return readable;
  }

  private static DeviceRequest device(BulkRow row) {
    return Objects.requireNonNull(row.device());
  }

  private BulkAnswer answer(List<BulkRow> rows, @Nullable BatchOutcome[] outcomes) {
    int created = 0;
    int updated = 0;
    int unchanged = 0;
    int failed = 0;
    var told = new ToldErrors(settings.maxErrors());
    var results = new ArrayList<BulkAnswer.Result>(rows.size());
    for (var row : rows) {
      switch (Objects.requireNonNull(outcomes[row.index()])) {
        case BatchOutcome.Created one -> {
          created++;
          results.add(new BulkAnswer.Result(row.index(), row.line(), one.id(), List.of()));
        }
        case BatchOutcome.Updated one -> {
          updated++;
          results.add(new BulkAnswer.Result(row.index(), row.line(), one.id(), List.of()));
        }
        case BatchOutcome.Unchanged one -> {
          updated++;
          unchanged++;
          results.add(new BulkAnswer.Result(row.index(), row.line(), one.id(), List.of()));
        }
        case BatchOutcome.Refused one -> {
          failed++;
          var errors = told.of(one.violations()).stream().map(row::placed).toList();
          results.add(new BulkAnswer.Result(row.index(), row.line(), null, errors));
        }
      }
    }
    return new BulkAnswer(created, updated, unchanged, failed, results, told.truncated());
  }
}
