package io.sensormine.ingestion.message;

/** Text that the database can store. */
public final class StorableText {
  /** What is said of one that is not. */
  public static final String NOT_STORABLE = " holds U+0000 or half a surrogate pair.";

  private StorableText() {}

  /** Whether a text is one. */
  public static boolean is(CharSequence text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        at++;
        if (at == text.length() || !Character.isLowSurrogate(text.charAt(at))) {
          return false;
        }
      }
    }
    return true;
  }
}
