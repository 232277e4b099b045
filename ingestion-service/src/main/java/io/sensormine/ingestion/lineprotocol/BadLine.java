package io.sensormine.ingestion.lineprotocol;

import java.io.Serial;

/** A line is no line protocol; tells why. Has no stack trace: clients may send many. */
final class BadLine extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BadLine(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
