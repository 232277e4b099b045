package io.sensormine.query.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table's bytes, made as they are read: a slow reader slows its source down. Whatever fails,
 * fails it with an {@link IOException}, upon which the server cuts the connection. One thread
 * reads; any may close, also meanwhile.
 */
final class TableStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(TableStream.class);
  private static final int CHUNK_BYTES = 1 << 16;

  private final Table table;
  private final TableWriter writer;
  private final Chunk chunk = new Chunk(2 * CHUNK_BYTES);
  private final @Nullable Object[] cells;
  private final ReentrantLock reading = new ReentrantLock();
  private boolean begun;
  private boolean ended;
  private boolean released;
  private volatile boolean closed;

  TableStream(Table table, Format format) throws IOException {
    this.table = table;
    this.cells = new Object[table.columns().size()];
    this.writer = format.writer(table.columns(), chunk);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    reading.lock();
    try {
      while (chunk.left() == 0) {
        if (ended) {
          return -1;
        }
        fill();
      }
      return chunk.read(target, offset, length);
    } catch (Throwable e) {
      // whatever it is, memory that has run out included: of any other exception the server would
      // know nothing, and the client wait for ever
      if (!closed) {
        LOG.warn("an answer breaks off", e);
      }
      close();
      throw e instanceof IOException failure ? failure : new IOException(e);
    } finally {
      reading.unlock();
      releaseWhereClosed();
    }
  }

  private void fill() throws Exception {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (!begun) {
      begun = true;
      writer.begin();
      return;
    }
    while (chunk.left() < CHUNK_BYTES) {
      if (!table.rows().next(cells)) {
        writer.end();
        ended = true;
        close();
        return;
      }
      writer.row(cells);
    }
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
    table.rows().close();
    releaseWhereClosed();
  }

  /** The writer's memory must not go while it writes: then whoever reads gives it back. */
  private void releaseWhereClosed() {
    if (closed && reading.tryLock()) {
      try {
        if (!released && !(reading.getHoldCount() > 1)) {
          released = true;
          writer.close();
        }
      } finally {
        reading.unlock();
      }
    }
  }
}
