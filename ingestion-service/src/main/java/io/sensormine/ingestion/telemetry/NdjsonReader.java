package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageSplitter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/** Reads NDJSON: a message a line. */
@Singleton
final class NdjsonReader {
  private final MessageSplitter splitter;
  private final IngestionLimits limits;

  NdjsonReader(MessageSplitter splitter, IngestionLimits limits) {
    this.splitter = splitter;
    this.limits = limits;
  }

  /** Adds a message for each line that is not blank; one that cannot be read where it is none. */
  void read(InputStream in, Chunks chunks) throws IOException {
    var lines = Lines.of(in, limits.maxMessageBytes());
    for (var line = lines.next(); line != null; line = lines.next()) {
      var pointer = "/" + line.index();
      chunks.add(
          line.index(),
          line.isTooLong()
              ? splitter.tooLongLine(line.head(), line.length(), pointer)
              : splitter.line(line.head(), pointer));
    }
  }
}
