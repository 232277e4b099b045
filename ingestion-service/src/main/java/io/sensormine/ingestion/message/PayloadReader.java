package io.sensormine.ingestion.message;

import java.util.Set;

/** Reads what is kept of one message in a format of its own, so that it can be taken again. */
public interface PayloadReader {
  /** The formats that it reads, which no other reads. */
  Set<PayloadFormat> formats();

  /**
   * What one message says.
   *
   * @param payload all of its bytes
   * @param format one of {@link #formats()}
   */
  MessageReader.Outcome read(byte[] payload, PayloadFormat format);
}
