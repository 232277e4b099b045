package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.message.Flaw;
import java.util.ArrayList;
import java.util.List;

/** Counts what becomes of a request's messages, one after the other. */
final class AnswerCount {
  private final int maxErrors;
  private final List<Answer.Item> errors = new ArrayList<>();
  private boolean truncated;
  private int received;
  private int accepted;
  private int merged;
  private int duplicates;
  private int rejected;

  AnswerCount(int maxErrors) {
    this.maxErrors = maxErrors;
  }

  /**
   * Counts the next message.
   *
   * @param index its place in the request
   * @param pointer the same, as a JSON Pointer
   */
  void add(int index, String pointer, Result result) {
    switch (result) {
      case Result.Accepted(var wasThere) -> {
        accepted++;
        merged += wasThere ? 1 : 0;
      }
      case Result.Duplicate() -> duplicates++;
      case Result.Rejected(var flaws) -> {
        rejected++;
        flaws.forEach(flaw -> tell(index, pointer, flaw));
      }
    }
    received++;
  }

  private void tell(int index, String pointer, Flaw flaw) {
    if (errors.size() == maxErrors) {
      truncated = true;
    } else {
      errors.add(
          new Answer.Item(index, flaw.code().wireName(), pointer + flaw.path(), flaw.message()));
    }
  }

  Answer answer() {
    return new Answer(received, accepted, merged, duplicates, rejected, errors, truncated);
  }
}
