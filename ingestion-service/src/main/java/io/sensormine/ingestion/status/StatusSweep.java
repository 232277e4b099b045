package io.sensormine.ingestion.status;

import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides from time to time which devices are online. Of several processes one does at a time. It
 * notes that devices could report as it goes on; where a service that admits messages is away it
 * does not, so that silence ends to count.
 */
@Singleton
final class StatusSweep implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(StatusSweep.class);

  /** What device-api tells of devices must stay below what a client reads at once. */
  private static final int LOOKUPS_AT_ONCE = 1_000;

  private final StatusStore store;
  private final DeviceWords words;
  private final StatusMeters meters;
  private final StatusSettings settings;
  private final Clock clock;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean stopped;

  /** The last device that was asked about; null where a round begins. */
  private @Nullable Heard lookedAt;

  private Instant roundFrom = Instant.MIN;

  StatusSweep(
      StatusStore store,
      DeviceWords words,
      StatusMeters meters,
      StatusSettings settings,
      Clock clock) {
    this.store = store;
    this.words = words;
    this.meters = meters;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  @SuppressWarnings("IllegalCatch") // what it throws would end it for good
  public void run() {
    try {
      sweep();
      meters.tell(store.counts());
      if (failing.getAndSet(false)) {
        LOG.info("Devices' status is decided again");
      }
    } catch (SQLException | RuntimeException e) {
      if (!stopped && !failing.getAndSet(true)) {
        LOG.warn("Devices' status was not decided: {}", e.toString());
      }
    }
  }

  private void sweep() throws SQLException {
    try (var turn = store.turn()) {
      if (turn != null) {
        var able = look(turn);
        decide(turn, able);
      }
    }
  }

  /** Asks about devices that are new and some others; false where a service is away. */
  private boolean look(StatusTurn turn) throws SQLException {
    var left = settings.maxLookups();
    var some = turn.unasked(null, Math.min(left, LOOKUPS_AT_ONCE));
    while (!stopped && !some.isEmpty()) {
      if (!ask(turn, some)) {
        return false;
      }
      left -= some.size();
      some = turn.unasked(some.getLast(), Math.min(left, LOOKUPS_AT_ONCE));
    }
    return lookAgain(turn, left);
  }

  private boolean lookAgain(StatusTurn turn, int lookups) throws SQLException {
    var now = clock.instant();
    if (lookedAt == null && now.isBefore(roundFrom.plus(settings.lookAgain()))) {
      return true;
    }
    var left = lookups;
    while (!stopped && left > 0) {
      var some = turn.heard(lookedAt, Math.min(left, LOOKUPS_AT_ONCE));
      if (!ask(turn, some)) {
        return false;
      }
      if (lookedAt == null) {
        roundFrom = now;
      }
      left -= some.size();
      lookedAt = some.isEmpty() ? null : some.getLast();
      if (lookedAt == null) {
        break;
      }
    }
    return true;
  }

  private boolean ask(StatusTurn turn, List<Heard> some) throws SQLException {
    var answer = words.ask(some);
    turn.learn(answer.words());
    if (!answer.away()) {
      turn.note(clock.instant(), settings.outage());
    }
    return !answer.away();
  }

  private void decide(StatusTurn turn, boolean able) throws SQLException {
    @Nullable UUID from = new UUID(0, 0);
    while (from != null && !stopped) {
      var now = clock.instant();
      if (able) {
        turn.note(now, settings.outage());
      }
      from = turn.decide(from, settings.maxDevices(), now, settings.hold(), settings.lag());
    }
  }
}
