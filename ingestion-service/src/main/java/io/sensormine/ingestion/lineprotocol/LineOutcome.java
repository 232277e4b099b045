package io.sensormine.ingestion.lineprotocol;

import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RawMessage;

/** What became of the lines of a request, of which the client is told the first that failed. */
final class LineOutcome {
  private static final int TOLD = 10;

  private final StringBuilder reasons = new StringBuilder();
  private int received;
  private int refused;

  void add(RawMessage message, Result result) {
    received++;
    if (result instanceof Result.Rejected rejected) {
      if (refused < TOLD) {
        tell(message, rejected.flaws().getFirst());
      }
      refused++;
    }
  }

  private void tell(RawMessage message, Flaw flaw) {
    reasons
        .append(reasons.isEmpty() ? "" : "; ")
        .append("line ")
        .append(Integer.parseInt(message.pointer().substring(1)) + 1)
        .append(": ")
        .append(flaw.code().wireName())
        .append(flaw.path().isEmpty() ? "" : " at " + flaw.path())
        .append(": ")
        .append(flaw.message());
  }

  int refused() {
    return refused;
  }

  /** What a client is told where something was refused. */
  String message() {
    return "%s: %d of %d points refused: %s%s"
        .formatted(
            refused < received ? "partial write" : "nothing written",
            refused,
            received,
            reasons,
            refused > TOLD ? "; …" : "");
  }
}
