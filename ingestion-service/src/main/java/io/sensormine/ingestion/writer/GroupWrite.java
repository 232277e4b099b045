package io.sensormine.ingestion.writer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.store.AlreadyWritten;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.CommitInDoubt;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Group;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a group, whatever comes in between: what gave way to another transaction or lost its
 * connection is tried again, and is written once at most; where the database does not take a row,
 * the group is halved until that row is alone, and becomes a dead letter. Thread-safe.
 */
@Singleton
final class GroupWrite {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWrite.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final WriterSettings settings;
  private final IngestionLimits limits;
  private final Counter repeated;
  private final Counter halved;

  /** One transaction. */
  interface Transaction {
    List<List<Outcome>> write(Group group) throws SQLException;
  }

  GroupWrite(WriterSettings settings, IngestionLimits limits, MeterRegistry meters) {
    this.settings = settings;
    this.limits = limits;
    this.repeated = meters.counter("sensormine.ingestion.writer.repeated");
    this.halved = meters.counter("sensormine.ingestion.writer.halved");
  }

  /** Hears of each batch as soon as it is committed, whatever becomes of the others. */
  interface Listener {
    /** What became of a batch's records, in their order. */
    void committed(Batch batch, List<Outcome> outcomes);
  }

  /** Writes a group; where it throws, the batches that were not told of may be sent again. */
  void write(Group group, Transaction transaction, Listener listener)
      throws SQLException, InterruptedException {
    List<List<Outcome>> outcomes;
    try {
      outcomes = repeating(group, transaction);
    } catch (SQLException refused) {
      if (!isWorthParting(group, refused)) {
        throw refused;
      }
      apart(group.batches(), transaction, listener, refused);
      return;
    }
    var batches = group.batches();
    for (int at = 0; at < outcomes.size(); at++) {
      listener.committed(batches.get(at), outcomes.get(at));
    }
  }

  private static boolean isWorthParting(Group group, SQLException refused) {
    return !(refused instanceof AlreadyWritten)
        && (Failures.isOfData(refused) || (Failures.isTooMuch(refused) && group.rows() > 1));
  }

  private List<List<Outcome>> repeating(Group group, Transaction transaction)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + settings.retryFor().toNanos();
    var pause = FIRST_PAUSE;
    CommitInDoubt doubt = null;
    while (true) {
      try {
        return transaction.write(group);
      } catch (AlreadyWritten written) {
        if (doubt == null) {
          throw written;
        }
        return doubt.outcomes();
      } catch (SQLException e) {
        if (e instanceof CommitInDoubt newer) {
          doubt = newer;
        } else if (doubt != null && !Failures.mayPass(e)) {
          // what came of the first attempt is not known, so nobody may take this for its answer
          doubt.addSuppressed(e);
          throw doubt;
        }
        if (System.nanoTime() - until > 0 || !(Failures.mayPass(e) || e instanceof CommitInDoubt)) {
          throw e;
        }
        LOG.debug("a group of {} rows is written again", group.rows(), e);
      }
      repeated.increment();
      Thread.sleep(pause);
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private void apart(
      List<Batch> batches, Transaction transaction, Listener listener, SQLException refused)
      throws SQLException, InterruptedException {
    halved.increment();
    if (batches.size() == 1) {
      listener.committed(batches.getFirst(), apart(batches.getFirst(), transaction, refused));
      return;
    }
    int half = batches.size() / 2;
    write(group(batches.subList(0, half)), transaction, listener);
    write(group(batches.subList(half, batches.size())), transaction, listener);
  }

  private List<Outcome> apart(Batch batch, Transaction transaction, SQLException refused)
      throws SQLException, InterruptedException {
    if (batch.rows() > 1) {
      var outcomes = new ArrayList<Outcome>();
      for (var half : batch.halves()) {
        write(group(List.of(half)), transaction, (_, ofHalf) -> outcomes.addAll(ofHalf));
      }
      return outcomes;
    }
    if (batch.isReplay()) {
      // it is a dead letter, and stays the one that it is
      return List.of(new Outcome.Refused(Failures.flaw(refused)));
    }
    var letter = letter(batch, refused);
    if (letter == null) {
      throw refused;
    }
    LOG.warn("the database does not take a message of device {}", letter.deviceId(), refused);
    var alone = batch.with(List.of(), List.of(letter));
    write(group(List.of(alone)), transaction, (_, _) -> {});
    return List.of(new Outcome.Refused(letter.flaws().getFirst()));
  }

  private static Group group(List<Batch> batches) {
    var group = new Group(Ids.next());
    for (var batch : batches) {
      if (!group.tryAdd(batch)) {
        throw new IllegalStateException("these were in one group before");
      }
    }
    return group;
  }

  /** Of a batch of one row; null where that is a dead letter already. */
  private @Nullable DeadLetter letter(Batch batch, SQLException refused) {
    return batch.records().isEmpty()
        ? null
        : DeadLetter.of(
            batch.records().getFirst(),
            batch.protocol(),
            Failures.flaw(refused),
            limits.maxKeptBytes());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
