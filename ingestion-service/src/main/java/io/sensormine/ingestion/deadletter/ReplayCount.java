package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.intake.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of dead letters, one after the other. */
final class ReplayCount {
  private final int maxErrors;
  private final List<ReplayAnswer.Item> errors = new ArrayList<>();
  private boolean truncated;
  private int passed;
  private int duplicates;
  private int rejected;
  private int unreplayable;

  ReplayCount(int maxErrors) {
    this.maxErrors = maxErrors;
  }

  void add(UUID id, Result result) {
    switch (result) {
      case Result.Accepted _ -> passed++;
      case Result.Duplicate() -> duplicates++;
      case Result.Rejected(var flaws) -> {
        rejected++;
        flaws.forEach(flaw -> tell(id, flaw.code().wireName(), flaw.path(), flaw.message()));
      }
    }
  }

  /** One that had been replayed before. */
  void addReplayed() {
    duplicates++;
  }

  /** One that cannot be tried. */
  void addUnreplayable(UUID id, String code, String message) {
    unreplayable++;
    tell(id, code, "", message);
  }

  private void tell(UUID id, String code, String path, String message) {
    if (errors.size() == maxErrors) {
      truncated = true;
    } else {
      errors.add(new ReplayAnswer.Item(id, code, path, message));
    }
  }

  ReplayAnswer answer(boolean dryRun, @Nullable String nextCursor) {
    return new ReplayAnswer(
        dryRun ? 0 : passed,
        dryRun ? passed : 0,
        duplicates,
        rejected,
        unreplayable,
        errors,
        truncated,
        nextCursor);
  }
}
