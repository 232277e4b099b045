package io.sensormine.ingestion.message;

/**
 * One thing wrong with a message. What it tells holds names that the message makes up; it is cut to
 * a thousand characters.
 *
 * @param path a JSON Pointer into the message; empty for the message as a whole
 * @param message a sentence that the device's maker can act on
 */
public record Flaw(RejectionCode code, String path, String message) {
  private static final int MAX_LENGTH = 1_000;

  public Flaw {
    path = ShortText.of(path, MAX_LENGTH);
    message = ShortText.of(message, MAX_LENGTH);
  }
}
