package io.sensormine.registry.schema;

/** What names and texts may hold: everything but what the database or a reader would choke on. */
final class Text {
  /** No control characters, no half of a surrogate pair. */
  static final String LINE = "[^\\p{Cc}\\p{Cs}]*";

  /** The same with line breaks and tabs. */
  static final String PROSE = "[^\\p{Cc}\\p{Cs}]*(?:[\\n\\r\\t][^\\p{Cc}\\p{Cs}]*)*+";

  static final String LINE_RULE = "must not hold control characters";
  static final int MAX_NAME = 200;
  static final int MAX_PROSE = 4000;
  static final int MAX_TAG = 64;
  static final int MAX_TAGS = 32;

  private Text() {}
}
