package io.sensormine.ingestion.lineprotocol;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.PayloadReader;
import io.sensormine.ingestion.message.RejectionCode;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the lines of one message again. */
@Singleton
final class LinePayloadReader implements PayloadReader {
  private static final MessageReader.Outcome NOT_ONE_MESSAGE =
      new MessageReader.Outcome.Unreadable(
          new Flaw(
              RejectionCode.MALFORMED_JSON, "", "The lines are not of one device and one time."));

  private final IngestionLimits limits;

  LinePayloadReader(IngestionLimits limits) {
    this.limits = limits;
  }

  @Override
  public Set<PayloadFormat> formats() {
    return Arrays.stream(Precision.values())
        .map(Precision::format)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public MessageReader.Outcome read(byte[] payload, PayloadFormat format) {
    var messages =
        new LineMessages(payload, Precision.of(format).orElseThrow(), limits).next(payload.length);
    return messages.size() == 1
        ? Objects.requireNonNull(messages.getFirst().content())
        : NOT_ONE_MESSAGE;
  }
}
