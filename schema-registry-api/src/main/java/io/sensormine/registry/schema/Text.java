package io.sensormine.registry.schema;

/** How long names and texts may be, in characters, and how many tags there may be. */
final class Text {
  static final int MAX_NAME = 200;
  static final int MAX_PROSE = 4000;
  static final int MAX_TAG = 64;
  static final int MAX_TAGS = 32;

  private Text() {}
}
