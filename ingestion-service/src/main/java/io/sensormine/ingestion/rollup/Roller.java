package io.sensormine.ingestion.rollup;

import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls telemetry up from time to time. Every process tries; the one that gets the lock does it,
 * until all is done, and the others look how things stand.
 */
@Singleton
@Requires(beans = RollerConnections.class)
final class Roller implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(Roller.class);

  private final RollerConnections connections;
  private final Rolling rolling;
  private final RollupSettings settings;
  private final RollupMeters meters;
  private final Clock clock;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean stopping;

  Roller(
      RollerConnections connections,
      Rolling rolling,
      RollupSettings settings,
      RollupMeters meters,
      Clock clock) {
    this.connections = connections;
    this.rolling = rolling;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    try (var session = connections.open()) {
      if (RollerConnections.becomeRoller(session)) {
        work(session);
      }
      meters.look(session);
      if (failing.getAndSet(false)) {
        LOG.info("Rolling up goes on again");
      }
    } catch (SQLException | RuntimeException brokenOff) {
      if (!stopping && !failing.getAndSet(true)) {
        LOG.warn(
            "Rolling up broke off, and will be taken up again: {}",
            brokenOff.toString(),
            brokenOff);
      }
    }
  }

  /** By turns, so that neither new hours nor late messages wait for all of the other. */
  private void work(Connection session) throws SQLException {
    var isMore = true;
    var mayClose = true;
    while (isMore && !stopping) {
      // writers wait while this waits for them, so one try is enough until the next interval
      if (mayClose && !rolling.close(session, clock.instant())) {
        mayClose = false;
        LOG.debug("Writers are at work: hours are closed later");
      }
      isMore = rolling.roll(session, () -> stopping);
      var cleaned = rolling.clean(session);
      meters.left(cleaned.left());
      meters.look(session);
      isMore |= cleaned.isMore();
    }
  }
}
