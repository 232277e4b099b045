package io.sensormine.query.raw;

import io.sensormine.query.budget.Guard;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages in their order, read from a cursor of the database on a thread of its own, a bounded
 * number ahead of who takes them. Gives its connection back once all is read, nobody takes any for
 * longer than it has patience, or it is closed. One thread takes; any may close.
 */
final class ReadAhead implements AutoCloseable {
  private static final int BATCHES = 2;
  private static final int BATCH_BYTES = 1 << 19;
  private static final int FIRST_ROWS = 100;
  private static final int MAX_ROWS = 4_000;
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Connection connection;
  private final Guard guard;
  private final PreparedStatement statement;
  private final Duration patience;
  private final Runnable whenEnded;
  private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);
  private volatile boolean stopped;
  private volatile boolean ended;
  private volatile @Nullable Exception failure;

  /**
   * Reads a statement's rows: time in microseconds since 1970, schema version, fields. Begins with
   * {@link #start}.
   *
   * @param connection not in auto-commit mode; closed in the end
   * @param guard the connection's, closed before it
   * @param whenEnded runs when the connection has been given back
   */
  ReadAhead(
      Connection connection,
      Guard guard,
      PreparedStatement statement,
      Duration patience,
      Runnable whenEnded) {
    this.connection = connection;
    this.guard = guard;
    this.statement = statement;
    this.patience = patience;
    this.whenEnded = whenEnded;
  }

  ReadAhead start() {
    Thread.ofVirtual().name("raw-read-ahead").start(this::run);
    return this;
  }

  private void run() {
    try (connection) {
      try (guard;
          statement) {
        statement.setFetchSize(FIRST_ROWS);
        try (var rows = statement.executeQuery()) {
          read(rows);
        }
      }
      connection.rollback();
    } catch (SQLException | IOException | RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    } finally {
      ended = true;
      whenEnded.run();
    }
  }

  private void read(ResultSet rows) throws SQLException, IOException, InterruptedException {
    var batch = new Batch(FIRST_ROWS, BATCH_BYTES / 8);
    int longest = 1;
    var versions = new Versions();
    while (!stopped && rows.next()) {
      // as the driver got it, which is JSON in UTF-8
      var fields = rows.getBytes(3);
      batch.add(rows.getLong(1), versions.told(rows.getString(2)), fields);
      longest = Math.max(longest, fields.length);
      if (batch.bytes() >= BATCH_BYTES || batch.rows() == rows.getFetchSize()) {
        hand(batch);
        // what the driver fetches at a time is in memory, too
        rows.setFetchSize(Math.clamp(BATCH_BYTES / longest, 1, MAX_ROWS));
        batch = new Batch(rows.getFetchSize(), batch.bytes());
      }
    }
    hand(batch);
  }

  /** The same text for the same version, from row to row. */
  private static final class Versions {
    private static final String NONE = RawStore.NO_VERSION.toString();
    private String last = NONE;

    @Nullable String told(String version) {
      if (!version.equals(last)) {
        last = version;
      }
      return last.equals(NONE) ? null : last;
    }
  }

  private void hand(Batch batch) throws IOException, InterruptedException {
    if (batch.rows() > 0
        && !stopped
        && !batches.offer(batch, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("nobody has taken messages for " + patience);
    }
  }

  /** The next messages; null after the last. */
  @Nullable Batch next() throws Exception {
    while (true) {
      // looked at first: what was handed over before the end is there
      boolean last = ended;
      var batch = last ? batches.poll() : batches.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (stopped) {
        throw new IOException("it is closed");
      }
      if (batch != null) {
        return batch;
      }
      if (last) {
        var reason = failure;
        if (reason != null) {
          throw reason;
        }
        return null;
      }
    }
  }

  @Override
  public void close() {
    if (stopped) {
      return;
    }
    stopped = true;
    // whoever waits for room goes on
    batches.clear();
    if (!ended) {
      // a statement's own cancel does nothing while it fetches more rows
      guard.cancel();
    }
  }
}
