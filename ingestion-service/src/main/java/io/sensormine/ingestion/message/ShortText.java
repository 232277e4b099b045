package io.sensormine.ingestion.message;

/** Text of clients, of which no more is kept and told than helps. */
public final class ShortText {
  private ShortText() {}

  /** A text as it is, or its beginning and an ellipsis; no character is cut in two. */
  public static String of(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = maxLength - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
