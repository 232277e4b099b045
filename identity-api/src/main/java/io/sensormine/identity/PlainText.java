package io.sensormine.identity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that people see and every database can keep. */
public final class PlainText {
  /** No control characters (U+0000 among them), no lone surrogates. */
  public static final String PATTERN = "[^\\p{Cntrl}\\p{Cs}]*";

  /** What a person is told who breaks it. */
  public static final String MESSAGE = "must have no control characters";

  private static final Pattern WHOLE = Pattern.compile(PATTERN);

  private PlainText() {}

  /** Whether a text is plain; nothing at all is. */
  public static boolean is(@Nullable String text) {
    return text == null || WHOLE.matcher(text).matches();
  }
}
