package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.deadletter.LetterQuery.Position;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.rate.Turns;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has dead letters taken after all, chunk by chunk in order of time. Thread-safe; blocks. */
@Singleton
final class Replaying {
  private static final int CHUNK = 200;

  private final DeadLetters letters;
  private final LettersAgain again;
  private final IngestionLimits limits;
  private final DeadLetterSettings settings;
  private final Clock clock;
  private final Turns turns;

  Replaying(
      DeadLetters letters,
      LettersAgain again,
      IngestionLimits limits,
      DeadLetterSettings settings,
      Clock clock) {
    this.letters = letters;
    this.again = again;
    this.limits = limits;
    this.settings = settings;
    this.clock = clock;
    this.turns =
        new Turns(
            "Too many replays are under way; try again in a moment.",
            settings.maxReplays(),
            Turns.USUAL_WAIT);
  }

  /** Replays what a request asks for, of the tenant at hand. */
  ReplayAnswer replay(UUID tenantId, ReplayRequest request) {
    boolean dryRun = Boolean.TRUE.equals(request.dryRun());
    if (request.againstVersion() != null && !dryRun) {
      throw ProblemException.at(
          "/againstVersion",
          ProblemType.INVALID_REQUEST,
          "againstVersion needs `dryRun`: what is stored is held to the version in force.");
    }
    var filter = filter(request);
    var page = PageRequest.of(null, request.cursor(), 2);
    var mode = new LettersAgain.Mode(dryRun, request.againstVersion());
    return turns.take(() -> replay(tenantId, filter, Positions.after(page), mode));
  }

  private LetterFilter filter(ReplayRequest request) {
    var ids = request.ids();
    var given = request.filter();
    if (ids != null && given == null) {
      return LetterFilter.of(ids);
    }
    if (ids != null || given == null) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          "Say by `ids` or by `filter`, and not by both, what to replay; an empty filter is all.");
    }
    return LetterFilter.of(
            given.deviceId(),
            given.code(),
            given.from(),
            given.to(),
            given.protocol(),
            false,
            "/filter",
            ProblemType.INVALID_REQUEST)
        // what is refused meanwhile is not looked at, so that there is an end to it
        .before(clock.instant());
  }

  private ReplayAnswer replay(
      UUID tenantId, LetterFilter filter, @Nullable Position begin, LettersAgain.Mode mode) {
    var count = new ReplayCount(limits.maxErrors());
    var missing = new HashSet<UUID>(filter.ids() == null ? List.of() : filter.ids());
    var after = begin;
    int left = settings.maxReplayed();
    DeadLetters.Some chunk;
    do {
      chunk = letters.oldestFirst(filter, after, Math.min(CHUNK, left));
      again.take(tenantId, chunk.letters(), mode, count);
      chunk.letters().forEach(letter -> missing.remove(letter.id()));
      after = chunk.more() ? Positions.of(chunk.letters().getLast()) : after;
      left -= chunk.letters().size();
    } while (chunk.more() && left > 0);
    if (begin == null && !chunk.more()) {
      missing.forEach(id -> count.addUnreplayable(id, "not-found", "There is no such letter."));
    }
    return count.answer(
        mode.dryRun(), chunk.more() ? Positions.cursor(chunk.letters().getLast()) : null);
  }
}
