package io.sensormine.query.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels whatever runs on a connection once the client has gone, or by {@link #cancel}, until it
 * is closed: close it before the connection, which may be somebody else's then. Thread-safe.
 */
public final class Guard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** How soon the next statement is cancelled where the query goes on. */
  private static final long AGAIN_MILLIS = 100;

  private final PGConnection connection;
  private final Client.Watch watch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private boolean closed;

  Guard(Client client, Connection connection) throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
    this.watch = client.whenGone(this::cancelUntilClosed);
  }

  /** Does so from now on, for whoever knows that nobody waits any more; does not wait itself. */
  public void cancel() {
    Thread.ofVirtual().name("cancel").start(this::cancelUntilClosed);
  }

  private void cancelUntilClosed() {
    lock.lock();
    try {
      while (!closed) {
        connection.cancelQuery();
        var _ = closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (SQLException e) {
      LOG.warn("A query whose client has gone could not be cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    watch.close();
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
