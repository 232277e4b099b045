package io.sensormine.standalone.simulate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Takes parcel after parcel, waits until it is due, and sends it until it is answered; what is held
 * back is sent again when the service says.
 */
final class Delivery implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Feed feed;
  private final Sender sender;
  private final Tally tally;
  private final CountDownLatch stop;

  /**
   * @param stop opens when no further parcel is to be begun
   */
  Delivery(Feed feed, Sender sender, Tally tally, CountDownLatch stop) {
    this.feed = feed;
    this.sender = sender;
    this.tally = tally;
    this.stop = stop;
  }

  @Override
  public void run() {
    try {
      for (var parcel = feed.next(); parcel != null; parcel = feed.next()) {
        if (stop.await(parcel.dueNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        tally.sent(parcel);
        deliver(parcel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Parcel parcel) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var reply = sender.send(parcel);
      switch (reply) {
        case Reply.Answered answer -> {
          tally.answered(parcel, answer);
          return;
        }
        case Reply.HeldBack held -> {
          tally.heldBack(parcel);
          if (stops(held.pause())) {
            tally.withdrawn(parcel);
            return;
          }
          if (System.nanoTime() > deadline) {
            tally.lost(parcel, held.why());
            return;
          }
        }
        case Reply.NoAnswer none -> {
          if (stops(PAUSE) || System.nanoTime() > deadline) {
            tally.lost(parcel, none.why());
            return;
          }
        }
      }
    }
  }

  /** Waits; whether the simulation was stopped meanwhile. */
  private boolean stops(Duration pause) throws InterruptedException {
    return stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }
}
