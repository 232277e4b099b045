package io.sensormine.query.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a table in one format into the stream that it was made for. Not thread-safe. */
interface TableWriter extends AutoCloseable {
  /** Writes what comes before the rows, all of it. */
  void begin() throws IOException;

  /** Writes a row, or keeps it to write it with others. */
  void row(@Nullable Object[] cells) throws IOException;

  /** Writes what was kept, and what comes after the rows. */
  void end() throws IOException;

  /** Gives memory back; writes nothing. */
  @Override
  void close();
}
