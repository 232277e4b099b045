package io.sensormine.ingestion.deadletter;

import io.sensormine.ingestion.deadletter.LetterQuery.Position;
import io.sensormine.kit.list.PageRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cursors of lists of dead letters. */
final class Positions {
  private Positions() {}

  static Position of(StoredLetter letter) {
    return new Position(letter.receivedAt(), letter.id());
  }

  /** The letter that a page begins after; null for the first page, 400 for a forged cursor. */
  static @Nullable Position after(PageRequest page) {
    var time = page.time(0);
    var id = page.<@Nullable UUID>key(1, null, UUID::fromString);
    return time == null ? null : new Position(time, Objects.requireNonNull(id));
  }

  /** The cursor that leads on from a letter. */
  static String cursor(StoredLetter last) {
    var page = new PageRequest(1, List.of()).page(List.of(last, last), StoredLetter::keys);
    return Objects.requireNonNull(page.nextCursor());
  }
}
