package io.sensormine.ingestion.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client has published and has not been answered for. It is delivered in the order in
 * which it came: while some of it is being committed, what comes meanwhile gathers, and goes
 * together after it. Thread-safe.
 */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int MAX_TOGETHER = 500;
  private static final int MAX_BYTES_TOGETHER = 1 << 20;

  private final Line line;
  private final Function<List<Incoming>, Delivery.Outcome> delivery;
  private final InFlight.Share inFlight;
  private final Executor executor;
  private final int receiveMaximum;
  private final Duration patience;
  private final Runnable readAgain = this::readAgain;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Incoming> queue = new ArrayDeque<>();
  private int unanswered;
  private boolean isWorking;
  private boolean isPaused;
  private boolean isOver;

  /** By {@link System#nanoTime}; null while nothing is. Of the thread that works. */
  private @Nullable Long hinderedSince;

  /**
   * Begins one.
   *
   * @param delivery has publishes committed; may block
   * @param inFlight what the client's tenant may have in flight
   * @param executor of threads that may block
   * @param receiveMaximum how many may be unanswered before reading stops
   * @param patience for how long what is hindered is tried again
   */
  Conversation(
      Line line,
      Function<List<Incoming>, Delivery.Outcome> delivery,
      InFlight.Share inFlight,
      Executor executor,
      int receiveMaximum,
      Duration patience) {
    this.line = line;
    this.delivery = delivery;
    this.inFlight = inFlight;
    this.executor = executor;
    this.receiveMaximum = receiveMaximum;
    this.patience = patience;
  }

  /** Reads nothing before there is room: else every connection could bring a message beyond it. */
  void begin() {
    lock.lock();
    try {
      isPaused = isPaused || inFlight.isFull();
      if (!isPaused) {
        return;
      }
      line.read(false);
    } finally {
      lock.unlock();
    }
    readAgain();
  }

  /** Takes a publish; never blocks. Reading stops where there is more than may be. */
  void add(Incoming incoming) {
    boolean starts;
    boolean pauses;
    lock.lock();
    try {
      if (isOver) {
        return;
      }
      queue.add(incoming);
      unanswered++;
      inFlight.add(incoming);
      starts = !isWorking;
      isWorking = true;
      pauses = !isPaused && (unanswered >= receiveMaximum || inFlight.isFull());
      if (pauses) {
        isPaused = true;
        line.read(false);
      }
    } finally {
      lock.unlock();
    }
    if (pauses) {
      readAgain();
    }
    if (starts) {
      start();
    }
  }

  private void start() {
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException stopping) {
      end(Ending.away("The service is stopping; connect and send this again."));
    }
  }

  private void readAgain() {
    boolean waitsForOthers;
    lock.lock();
    try {
      boolean mayResume = isPaused && !isOver && unanswered <= receiveMaximum / 2;
      waitsForOthers = mayResume && inFlight.isFull();
      if (mayResume && !waitsForOthers) {
        isPaused = false;
        line.read(true);
      }
    } finally {
      lock.unlock();
    }
    if (waitsForOthers) {
      inFlight.whenThereIsRoom(readAgain);
    }
  }

  private void work() {
    for (var next = next(); !next.isEmpty(); next = next()) {
      settle(next, outcome(next));
    }
  }

  @SuppressWarnings("IllegalCatch") // an error, too: what is counted would be for ever
  private Delivery.Outcome outcome(List<Incoming> publishes) {
    try {
      return delivery.apply(publishes);
    } catch (Throwable e) {
      LOG.error("an MQTT client is cut off, for what it sent could not be dealt with", e);
      return new Delivery.Outcome.Over(Ending.failed());
    }
  }

  @SuppressWarnings("IllegalCatch") // who goes on after that would wait for what never ends
  private void settle(List<Incoming> publishes, Delivery.Outcome outcome) {
    try {
      switch (outcome) {
        case Delivery.Outcome.Done(var acknowledgements) -> answer(publishes, acknowledgements);
        case Delivery.Outcome.Full(var pause) -> tryAgain(publishes, pause);
        case Delivery.Outcome.Hindered(var pause, var otherwise) -> {
          if (isPatient()) {
            tryAgain(publishes, pause);
          } else {
            LOG.warn("an MQTT client is cut off, for the database has been held up for too long");
            giveUp(publishes, otherwise);
          }
        }
        case Delivery.Outcome.Over(var ending) -> giveUp(publishes, ending);
        case Delivery.Outcome.Begun(var acknowledgements, var rest) -> {
          int done = acknowledgements.size();
          var others = publishes.subList(done, publishes.size());
          if (answer(publishes.subList(0, done), acknowledgements)) {
            settle(others, rest);
          } else {
            others.forEach(inFlight::remove);
          }
        }
      }
    } catch (Throwable e) {
      LOG.error("an MQTT client is cut off, for it could not be answered", e);
      end(Ending.failed());
    }
  }

  /** Whether what is hindered may be so for longer. */
  private boolean isPatient() {
    long now = System.nanoTime();
    hinderedSince = hinderedSince == null ? now : hinderedSince;
    return now - hinderedSince < patience.toNanos();
  }

  private void giveUp(List<Incoming> publishes, Ending ending) {
    publishes.forEach(inFlight::remove);
    end(ending);
  }

  private void tryAgain(List<Incoming> publishes, Duration pause) {
    putBack(publishes);
    LockSupport.parkNanos(pause.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      end(Ending.away("The service is stopping; connect and send this again."));
    }
  }

  /** What is to be delivered together next; nothing where the work is done. */
  private List<Incoming> next() {
    lock.lock();
    try {
      var next = new ArrayList<Incoming>();
      long bytes = 0;
      while (!queue.isEmpty()
          && next.size() < MAX_TOGETHER
          && (next.isEmpty() || bytes + queue.peek().bytes() <= MAX_BYTES_TOGETHER)) {
        bytes += queue.peek().bytes();
        next.add(queue.remove());
      }
      isWorking = !next.isEmpty();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void putBack(List<Incoming> publishes) {
    lock.lock();
    try {
      publishes.reversed().forEach(queue::addFirst);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the conversation goes on after it. */
  private boolean answer(List<Incoming> publishes, List<Acknowledgement> acknowledgements) {
    hinderedSince = null;
    publishes.forEach(inFlight::remove);
    for (int at = 0; at < publishes.size(); at++) {
      var acknowledgement = acknowledgements.get(at);
      if (isUnheard(publishes.get(at), acknowledgement)) {
        line.acknowledge(publishes.subList(0, at), acknowledgements.subList(0, at));
        end(new Ending(Ending.Code.NOT_AUTHORIZED, String.valueOf(acknowledgement.reason())));
        return false;
      }
    }
    line.acknowledge(publishes, acknowledgements);
    lock.lock();
    try {
      unanswered -= publishes.size();
    } finally {
      lock.unlock();
    }
    readAgain();
    return true;
  }

  /** A wrong topic stays wrong: who cannot be told by an answer is told by the end. */
  private boolean isUnheard(Incoming publish, Acknowledgement acknowledgement) {
    return acknowledgement.code() == Acknowledgement.Code.NOT_AUTHORIZED
        && !(publish.isToBeAcknowledged() && line.tellsReasons());
  }

  private void end(Ending ending) {
    close();
    line.end(ending);
  }

  /** Drops what has not been delivered, and takes no more. */
  private void close() {
    List<Incoming> dropped;
    lock.lock();
    try {
      isOver = true;
      dropped = List.copyOf(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    inFlight.forget(readAgain);
    // others may be told that there is room, under locks of their own
    dropped.forEach(inFlight::remove);
  }

  /** The client has gone; what it has sent is delivered nevertheless. */
  void clientHasGone() {
    inFlight.forget(readAgain);
  }
}
