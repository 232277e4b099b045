package io.sensormine.kit.list;

import io.sensormine.contracts.Page;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.time.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param limit 1 to 500
 * @param after the keys of the last item of the page before; empty for the first page
 */
public record PageRequest(int limit, List<String> after) {
  /** How many items a page has where none is said. */
  public static final int DEFAULT_LIMIT = 50;

  /** How many items a page can have at the most. */
  public static final int MAX_LIMIT = 500;

  public PageRequest {
    after = List.copyOf(after);
  }

  /**
   * Reads the two parameters that every list takes; 400 for a limit outside 1 to 500 or a cursor
   * that is not one.
   *
   * @param keys how many keys this list is ordered by
   */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor, int keys) {
    return of(limit, cursor, keys, MAX_LIMIT);
  }

  /** The same for a list with a limit of its own. */
  public static PageRequest of(
      @Nullable Integer limit, @Nullable String cursor, int keys, int maxLimit) {
    if (limit != null && (limit < 1 || limit > maxLimit)) {
      throw ProblemException.at(
          "/limit", ProblemType.INVALID_PARAMETER, "limit is from 1 to " + maxLimit + ".");
    }
    return new PageRequest(
        limit == null ? DEFAULT_LIMIT : limit,
        cursor == null ? List.of() : Cursor.decode(cursor, keys));
  }

  /** How many rows to read: one more than the page holds tells whether another page follows. */
  public int rowsToRead() {
    return limit + 1;
  }

  /** Whether this is the first page. */
  public boolean first() {
    return after.isEmpty();
  }

  /** A key of the last item of the page before. */
  public @Nullable String key(int index) {
    return first() ? null : after.get(index);
  }

  /**
   * The same as what it stands for; 400 for a cursor that no page of this list has given.
   *
   * @param first what stands for the first page
   * @param reading throws for a key that is none of this list
   */
  public <T extends @Nullable Object> T key(int index, T first, Function<String, T> reading) {
    var key = key(index);
    try {
      return key == null ? first : reading.apply(key);
    } catch (IllegalArgumentException | DateTimeException forged) {
      throw Cursor.invalid();
    }
  }

  /** The same of a list by time; null for the first page. */
  public @Nullable Instant time(int index) {
    return this.<@Nullable Instant>key(index, null, PageRequest::time);
  }

  private static Instant time(String key) {
    var time = Instant.parse(key);
    if (!Times.isUsual(time)) {
      throw new DateTimeException("no item is of this time");
    }
    return time;
  }

  /**
   * The page made of the rows read.
   *
   * @param rows up to {@link #rowsToRead()} of them
   * @param keys an item's keys, in the order that the list is in
   */
  public <T> Page<T> page(List<T> rows, Function<T, List<String>> keys) {
    return rows.size() <= limit
        ? page(rows, false, keys)
        : page(rows.subList(0, limit), true, keys);
  }

  /**
   * The page of a list whose pages may end before their limit.
   *
   * @param items those of the page
   * @param more whether others follow
   */
  public <T> Page<T> page(List<T> items, boolean more, Function<T, List<String>> keys) {
    return new Page<>(items, more ? Cursor.encode(keys.apply(items.getLast())) : null);
  }
}
