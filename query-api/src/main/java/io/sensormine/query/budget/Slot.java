package io.sensormine.query.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A query's place at the database, held until it is closed, by whichever thread. Thread-safe. */
public final class Slot implements AutoCloseable {
  private final Client client;
  private final Runnable release;
  private final AtomicBoolean held = new AtomicBoolean(true);

  Slot(Client client, Runnable release) {
    this.client = client;
    this.release = release;
  }

  /** From now on what runs on the connection is cancelled once the client has gone. */
  public Guard guard(Connection connection) throws SQLException {
    return new Guard(client, connection);
  }

  /** Whether nobody waits for the answer any more. */
  public boolean isAbandoned() {
    return client.isGone();
  }

  @Override
  public void close() {
    if (held.getAndSet(false)) {
      release.run();
    }
  }
}
