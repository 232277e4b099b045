package io.sensormine.device;

import io.sensormine.kit.text.PlainText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What begins with a text, in any case, as a range of lower-case texts in byte order: the only form
 * of a prefix search that an index serves under row-level security.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Prefix(String from, String to) {
  /** Sorts after every character that a text can have. */
  private static final String AFTER_ALL = Character.toString(Character.MAX_CODE_POINT);

  /** Whatever begins with the query parameter {@code q}; null where none is given. */
  public static @Nullable Prefix ofQuery(@Nullable String q) {
    return q == null || q.isEmpty() ? null : of(q);
  }

  private static Prefix of(String text) {
    PlainText.parameter("q", text);
    var start = text.toLowerCase(Locale.ROOT);
    return new Prefix(start, start + AFTER_ALL);
  }
}
