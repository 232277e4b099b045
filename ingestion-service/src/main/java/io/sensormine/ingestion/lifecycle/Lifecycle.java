package io.sensormine.ingestion.lifecycle;

import io.micronaut.context.annotation.Requires;
import io.sensormine.kit.recurring.Recurring;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the database lay telemetry down as the settings say, at the start and from time to time, and
 * drops what is older than it is kept, a chunk in a transaction. Of several processes one at a
 * time.
 */
@Singleton
@Requires(beans = DataSource.class)
final class Lifecycle implements Recurring {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  /** Any number, as long as nothing else takes it; it is free when the connection is closed. */
  private static final String LOCK = "SELECT pg_try_advisory_lock(126924498102627)";

  private final OwnerConnections owners;
  private final LaidDown laidDown;
  private final OldChunks oldChunks;
  private final LifecycleSettings settings;
  private final RetentionSettings retention;
  private final Clock clock;
  private volatile boolean stopped;

  Lifecycle(
      OwnerConnections owners,
      LaidDown laidDown,
      OldChunks oldChunks,
      LifecycleSettings settings,
      RetentionSettings retention,
      Clock clock) {
    this.owners = owners;
    this.laidDown = laidDown;
    this.oldChunks = oldChunks;
    this.settings = settings;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public Duration interval() {
    return settings.interval();
  }

  @Override
  public Duration firstAfter() {
    return Duration.ZERO;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try (var owner = owners.open()) {
      if (isFirst(owner)) {
        laidDown.apply(owner);
        if (!retention.rehearse()) {
          dropAll(owner);
        }
      }
    } catch (SQLException e) {
      if (!stopped) {
        LOG.warn("The lifecycle of telemetry broke off, to be taken up later: {}", e.getMessage());
      }
    }
  }

  private static boolean isFirst(Connection owner) throws SQLException {
    try (var lock = owner.createStatement();
        var row = lock.executeQuery(LOCK)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void dropAll(Connection owner) throws SQLException {
    for (var table : KeptTable.values()) {
      drop(owner, table);
    }
  }

  private void drop(Connection owner, KeptTable table) throws SQLException {
    var old = oldChunks.of(owner, table, clock.instant());
    for (var chunk : old.chunks()) {
      if (stopped || !oldChunks.drop(owner, table, chunk)) {
        return;
      }
      LOG.info(
          "Dropped {} from {} to {}: kept for {}", table, chunk.from(), chunk.to(), old.keep());
    }
    if (old.heldChunks() > 0) {
      LOG.info("Kept {} old chunks of {}: rollups are behind", old.heldChunks(), table);
    }
  }
}
