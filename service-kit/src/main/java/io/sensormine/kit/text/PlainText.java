package io.sensormine.kit.text;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that people see and every database can keep. */
public final class PlainText {
  private static final String REFUSED = "\\p{Cntrl}\\p{Cs}\\p{IsNoncharacter_Code_Point}";

  /**
   * No control characters (U+0000 among them), no lone surrogates, no noncharacters: searches by
   * prefix take the last of them, U+10FFFF, for what comes after every text.
   */
  public static final String LINE = "[^" + REFUSED + "]*";

  /** The same, but for line breaks and tabs. */
  public static final String LINES =
      "[^" + REFUSED + "\\r\\n\\t]*(?:[\\r\\n\\t][^" + REFUSED + "\\r\\n\\t]*)*";

  /** What a person is told who breaks either. */
  public static final String MESSAGE = "must have no control characters or noncharacters";

  private static final Pattern WHOLE_LINE = Pattern.compile(LINE);

  private PlainText() {}

  /** Refuses (400) a query parameter that no text of ours can equal. */
  public static @Nullable String parameter(String name, @Nullable String value) {
    if (value != null && !isLine(value)) {
      throw ProblemException.at(
          "/" + name,
          ProblemType.INVALID_PARAMETER,
          name + " has control characters or noncharacters.");
    }
    return value;
  }

  /** Whether a text is one plain line; none at all is. */
  public static boolean isLine(@Nullable String text) {
    return text == null || WHOLE_LINE.matcher(text).matches();
  }
}
