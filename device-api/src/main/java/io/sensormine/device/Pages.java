package io.sensormine.device;

import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists in the order of one key, mostly a UUIDv7 id, whose order is that of creation. */
public final class Pages {
  private static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final UUID AFTER_ALL = new UUID(-1, -1);

  private Pages() {}

  /** Which page of a list with one key, the id, is asked for; 400 for a bad limit or cursor. */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
    return PageRequest.of(limit, cursor, 1);
  }

  /** The id after which an ascending page begins. */
  public static UUID after(PageRequest page) {
    return key(page, BEFORE_ALL);
  }

  /** The id before which a descending page begins. */
  public static UUID before(PageRequest page) {
    return key(page, AFTER_ALL);
  }

  /** The number before which a descending page begins. */
  public static int beforeNumber(PageRequest page) {
    return key(page, Integer.MAX_VALUE, Integer::valueOf);
  }

  private static UUID key(PageRequest page, UUID first) {
    return key(page, first, UUID::fromString);
  }

  private static <T> T key(PageRequest page, T first, Function<String, T> reading) {
    var key = page.key(0);
    try {
      return key == null ? first : reading.apply(key);
    } catch (IllegalArgumentException notOne) {
      throw ProblemException.at(
          "/cursor",
          ProblemType.INVALID_CURSOR,
          "Send nextCursor of the page before as it came, or none for the first page.");
    }
  }
}
