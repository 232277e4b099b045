package io.sensormine.registry.inference;

import io.sensormine.kit.time.Times;
import java.util.regex.Pattern;

/** The formats that are recognised in texts. No text is of two. */
enum TextFormat {
  /** RFC 3339 with its offset. */
  DATE_TIME(
      "date-time",
      40,
      "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
          + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})") {
    @Override
    boolean fits(String text) {
      // the pattern alone would take the 31st of February
      return super.fits(text) && Times.parse(text).isPresent();
    }
  },
  UUID("uuid", 36, "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
  /** Plain addresses with a domain: no quotes, comments or address literals. */
  EMAIL(
      "email",
      254,
      "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
          + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");

  private final String keyword;
  private final int maxLength;
  private final Pattern pattern;

  TextFormat(String keyword, int maxLength, String pattern) {
    this.keyword = keyword;
    this.maxLength = maxLength;
    this.pattern = Pattern.compile(pattern);
  }

  /** The value of the keyword {@code format}. */
  String keyword() {
    return keyword;
  }

  boolean fits(String text) {
    return text.length() <= maxLength && pattern.matcher(text).matches();
  }
}
