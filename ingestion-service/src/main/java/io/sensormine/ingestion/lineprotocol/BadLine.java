package io.sensormine.ingestion.lineprotocol;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RejectionCode;
import java.io.Serial;

/** A line is no line protocol, or too large; tells why. No stack trace: clients may send many. */
final class BadLine extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final RejectionCode code;

  BadLine(RejectionCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** A line that is no line protocol. */
  BadLine(String why) {
    this(RejectionCode.MALFORMED_JSON, "The line is not line protocol: " + why + ".");
  }

  /** A line that goes on for longer than a message may be. */
  static BadLine tooLong(int maxBytes) {
    return new BadLine(
        RejectionCode.TOO_LARGE,
        "The line has more than %d bytes. Is a text not closed?".formatted(maxBytes));
  }

  Flaw flaw() {
    return new Flaw(code, "", String.valueOf(getMessage()));
  }
}
