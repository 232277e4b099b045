package io.sensormine.ingestion.writer;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.Group;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.ingestion.store.TelemetryStore;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.rate.Turns;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of concurrent requests in shared transactions, and answers each once its own has
 * committed. What brings few messages goes a way of its own, so that it waits for no transaction of
 * a thousand; so does what is older than an hour, so that a device that comes back after a week
 * offline keeps nobody waiting. Thread-safe.
 */
@Singleton
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final TelemetryStore store;
  private final GroupWrite groups;
  private final WriterSettings settings;
  private final Room room;
  private final Lane small;
  private final Lane large;
  private final Lane backlog;
  private final DistributionSummary rows;
  private final List<Thread> threads = new ArrayList<>();
  private final Turns rehearsals;

  Writer(TelemetryStore store, GroupWrite groups, WriterSettings settings, MeterRegistry meters) {
    this.store = store;
    this.groups = groups;
    this.settings = settings;
    this.room = new Room(settings);
    this.small = new Lane(settings.maxRows(), settings.maxBytes(), settings.linger());
    this.large = new Lane(settings.maxRows(), settings.maxBytes(), settings.linger());
    this.backlog = new Lane(settings.backlogMaxRows(), settings.maxBytes(), settings.linger());
    this.rows = meters.summary("sensormine.ingestion.writer.rows");
    this.rehearsals =
        new Turns("Too many dry runs are under way; try again in a moment.", 1, Turns.USUAL_WAIT);
    meters.gauge("sensormine.ingestion.writer.waiting", room, Room::rows);
    for (int at = 0; at < settings.smallWriters(); at++) {
      start("small-writer-" + at, small);
    }
    for (int at = 0; at < settings.writers(); at++) {
      start("writer-" + at, large);
    }
    start("backlog-writer", backlog);
  }

  private void start(String name, Lane lane) {
    // not virtual: whoever reads a large body must not keep the carriers from what is committed
    threads.add(Thread.ofPlatform().name(name).daemon().start(() -> work(lane)));
  }

  /**
   * Writes; blocks. When this returns, all of it is committed. Refuses (429, 503) where more waits
   * than may, and where the database is away; then a part may have been committed.
   *
   * @param patient whether to wait for room
   * @return what became of each record, in their order
   */
  public List<Outcome> write(Batch batch, boolean patient) {
    try {
      var patience = patient ? settings.patience() : Duration.ZERO;
      return queued(batch, patience, Runnable::run).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException refused ? refused : e;
    }
  }

  /**
   * The same without blocking: it comes to what {@link #write} returns or throws, and throws at
   * once where there is no room.
   *
   * @param teller on which it is told: the writers have better to do
   */
  public CompletableFuture<List<Outcome>> writeAtOnce(Batch batch, Executor teller) {
    return queued(batch, Duration.ZERO, teller);
  }

  private CompletableFuture<List<Outcome>> queued(Batch batch, Duration patience, Executor teller) {
    if (batch.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    var space = new Room.Space(batch.tenantId(), batch.rows(), batch.bytes());
    try {
      room.take(space, patience);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
    return queued(parts(batch, space), teller);
  }

  private Parts parts(Batch batch, Room.Space space) {
    try {
      return Parts.of(batch, settings.backlogAge(), settings.backlogMaxRows());
    } catch (RuntimeException | Error e) {
      room.free(space);
      throw e;
    }
  }

  private CompletableFuture<List<Outcome>> queued(Parts parts, Executor teller) {
    var submissions = new ArrayList<Submission>();
    if (parts.live() != null) {
      submissions.add(
          submit(parts.live().rows() <= settings.smallRows() ? small : large, parts.live()));
    }
    parts.backlog().forEach(part -> submissions.add(submit(backlog, part)));
    var each = submissions.stream().map(Submission::outcomes).toList();
    return committed(submissions)
        .handleAsync(
            (_, failure) -> {
              if (failure != null) {
                throw refusal(failure);
              }
              return parts.together(each.stream().map(CompletableFuture::resultNow).toList());
            },
            teller);
  }

  private static CompletableFuture<?> committed(List<Submission> parts) {
    if (parts.size() == 1) {
      return parts.getFirst().outcomes();
    }
    for (var part : parts) {
      var _ = part.outcomes().whenComplete((_, failure) -> failTogether(parts, failure));
    }
    return CompletableFuture.allOf(
        parts.stream().map(Submission::outcomes).toArray(CompletableFuture[]::new));
  }

  /** What has not been written of it is not written any more: it will be sent again. */
  private static void failTogether(List<Submission> parts, @Nullable Throwable failure) {
    if (failure != null) {
      parts.forEach(part -> part.fail(failure));
    }
  }

  private static RuntimeException refusal(Throwable failure) {
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return cause instanceof ProblemException refused
        ? refused
        : new IllegalStateException("telemetry was not written", cause);
  }

  /** Room is given back by each part as its own is over. */
  private Submission submit(Lane lane, Batch batch) {
    var submission = Submission.of(batch);
    var space = new Room.Space(batch.tenantId(), submission.rows(), submission.bytes());
    var _ = submission.outcomes().whenComplete((_, _) -> room.free(space));
    lane.add(submission);
    return submission;
  }

  /** What {@link #write} would come to now; everything is as before afterwards. */
  public List<Outcome> rehearse(Batch batch) {
    return batch.isEmpty() ? List.of() : rehearsals.take(() -> rehearsed(batch));
  }

  private List<Outcome> rehearsed(Batch batch) {
    var group = new Group(Ids.next());
    group.tryAdd(batch);
    var told = new ArrayList<Outcome>();
    try {
      groups.write(group, store::rehearse, (_, outcomes) -> told.addAll(outcomes));
      return told;
    } catch (SQLException e) {
      throw new IllegalStateException("telemetry was not rehearsed", e);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  @SuppressWarnings("IllegalCatch") // a writer lives on, whatever comes
  private void work(Lane lane) {
    while (true) {
      try {
        var round = lane.take();
        try {
          write(round);
        } finally {
          lane.done();
        }
      } catch (InterruptedException stop) {
        LOG.debug("{} ends", Thread.currentThread().getName());
        return;
      } catch (RuntimeException | Error e) {
        LOG.error("a writer goes on after a failure", e);
      }
    }
  }

  @SuppressWarnings("IllegalCatch") // who waits is told, whatever it was
  private void write(Lane.Round round) throws InterruptedException {
    try {
      var waiting = new IdentityHashMap<Batch, Submission>();
      round.submissions().forEach(submission -> waiting.put(submission.batch(), submission));
      rows.record(round.group().rows());
      groups.write(
          round.group(),
          store::write,
          (batch, outcomes) ->
              Objects.requireNonNull(waiting.get(batch)).outcomes().complete(outcomes));
    } catch (SQLException | RuntimeException | Error e) {
      round.submissions().forEach(submission -> submission.fail(e));
    } catch (InterruptedException e) {
      var stopping = stopping(e);
      round.submissions().forEach(submission -> submission.fail(stopping));
      throw e;
    }
  }

  private static ProblemException stopping(InterruptedException e) {
    Thread.currentThread().interrupt();
    return ProblemException.unavailable(
        ProblemType.OVERLOADED, "The service is stopping; send this again.", SOON, e);
  }

  /** Lets what waits be written, for a while, then ends. */
  @PreDestroy
  void stop() throws InterruptedException {
    long until = System.nanoTime() + LAST_WORDS.toNanos();
    while (room.rows() > 0 && System.nanoTime() - until < 0) {
      Thread.sleep(10);
    }
    small.close();
    large.close();
    backlog.close();
    threads.forEach(Thread::interrupt);
  }
}
