package io.sensormine.ingestion.csv;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.PayloadReader;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

/** Reads a file of a heading and one row again. A heading has no line break. */
@Singleton
final class CsvPayloadReader implements PayloadReader {
  private final IngestionLimits limits;

  CsvPayloadReader(IngestionLimits limits) {
    this.limits = limits;
  }

  @Override
  public Set<PayloadFormat> formats() {
    return Set.of(PayloadFormat.CSV);
  }

  @Override
  public MessageReader.Outcome read(byte[] payload, PayloadFormat format) {
    int end = 0;
    while (end < payload.length && payload[end] != '\n') {
      end++;
    }
    if (end == payload.length) {
      return new MessageReader.Outcome.Unreadable(
          new Flaw(RejectionCode.MALFORMED_JSON, "", "There is no row below the heading."));
    }
    try {
      var table = CsvTable.of(Arrays.copyOf(payload, end), end, limits);
      var row = Arrays.copyOfRange(payload, end + 1, payload.length - 1);
      return Objects.requireNonNull(table.row(row, 0).content());
    } catch (ProblemException refused) {
      // the limits were others when it came; the letters beside it are none of its business
      return new MessageReader.Outcome.Unreadable(
          new Flaw(RejectionCode.MALFORMED_JSON, "", String.valueOf(refused.getMessage())));
    }
  }
}
