package io.sensormine.kit.list;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists in the order of one key, mostly a UUIDv7 id, whose order is that of creation. */
public final class Pages {
  /** What comes before every id. */
  public static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final UUID AFTER_ALL = new UUID(-1, -1);

  private Pages() {}

  /** Which page of a list with one key is asked for; 400 for a bad limit or cursor. */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
    return PageRequest.of(limit, cursor, 1);
  }

  /** The id after which an ascending page begins. */
  public static UUID after(PageRequest page) {
    return page.key(0, BEFORE_ALL, UUID::fromString);
  }

  /** The id before which a descending page begins. */
  public static UUID before(PageRequest page) {
    return page.key(0, AFTER_ALL, UUID::fromString);
  }

  /** The number before which a descending page begins. */
  public static int beforeNumber(PageRequest page) {
    return page.key(0, Integer.MAX_VALUE, Integer::valueOf);
  }
}
