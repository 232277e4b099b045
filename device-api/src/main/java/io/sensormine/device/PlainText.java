package io.sensormine.device;

import java.util.regex.Pattern;

/** Text that people see and every database can keep. */
public final class PlainText {
  /** No control characters (U+0000 among them), no lone surrogates. */
  public static final String LINE = "[^\\p{Cntrl}\\p{Cs}]*";

  /** The same, but for line breaks and tabs. */
  public static final String LINES = "[^\\p{Cntrl}\\p{Cs}\\r\\n\\t]*(?:[\\r\\n\\t][^\\p{Cntrl}\\p{Cs}\\r\\n\\t]*)*";

  /** What a person is told who breaks either. */
  public static final String MESSAGE = "must have no control characters";

  private static final Pattern WHOLE_LINE = Pattern.compile(LINE);

  private PlainText() {}

  /** Whether a text is one plain line. */
  public static boolean isLine(String text) {
    return WHOLE_LINE.matcher(text).matches();
  }
}
