package io.sensormine.ingestion.message;

import jakarta.inject.Singleton;
import java.util.Set;

/** Reads a message that came as a JSON value. */
@Singleton
final class JsonPayloadReader implements PayloadReader {
  private final MessageReader reader;

  JsonPayloadReader(MessageReader reader) {
    this.reader = reader;
  }

  @Override
  public Set<PayloadFormat> formats() {
    return Set.of(PayloadFormat.JSON);
  }

  @Override
  public MessageReader.Outcome read(byte[] payload, PayloadFormat format) {
    return reader.read(new RawMessage(payload, 0, payload.length, format, "", null, null));
  }
}
