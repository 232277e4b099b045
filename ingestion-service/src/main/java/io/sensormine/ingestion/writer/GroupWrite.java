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

  /** What became of each batch's records, in their order. */
  List<List<Outcome>> write(Group group, Transaction transaction)
      throws SQLException, InterruptedException {
    try {
      return repeating(group, transaction);
    } catch (SQLException refused) {
      if (!Failures.isOfData(refused)) {
        throw refused;
      }
      return apart(group.batches(), transaction, refused);
    }
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
        doubt = e instanceof CommitInDoubt newer ? newer : doubt;
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

  private List<List<Outcome>> apart(
      List<Batch> batches, Transaction transaction, SQLException refused)
      throws SQLException, InterruptedException {
    halved.increment();
    if (batches.size() > 1) {
      int half = batches.size() / 2;
      var outcomes = new ArrayList<>(write(group(batches.subList(0, half)), transaction));
      outcomes.addAll(write(group(batches.subList(half, batches.size())), transaction));
      return outcomes;
    }
    var batch = batches.getFirst();
    if (batch.isReplay()) {
      // it is a dead letter, and stays the one that it is
      return List.of(List.of(new Outcome.Refused(Failures.flaw(refused))));
    }
    if (batch.rows() > 1) {
      var outcomes = new ArrayList<Outcome>();
      for (var half : batch.halves()) {
        outcomes.addAll(write(group(List.of(half)), transaction).getFirst());
      }
      return List.of(outcomes);
    }
    var letter = letter(batch, refused);
    if (letter == null) {
      throw refused;
    }
    LOG.warn("the database does not take a message of device {}", letter.deviceId(), refused);
    write(group(List.of(batch.with(List.of(), List.of(letter)))), transaction);
    return List.of(List.of(new Outcome.Refused(letter.flaws().getFirst())));
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
