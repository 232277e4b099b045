package io.sensormine.check;

/** A pattern cannot be translated. */
final class PatternRefusal extends Exception {
  private final String reason;
  private final boolean malformed;

  private PatternRefusal(String reason, boolean malformed) {
    super(reason, null, false, false);
    this.reason = reason;
    this.malformed = malformed;
  }

  static PatternRefusal malformed(String reason) {
    return new PatternRefusal(reason, true);
  }

  static PatternRefusal notTaken(String what) {
    return new PatternRefusal(what + ": a pattern must match in linear time.", false);
  }

  static PatternRefusal unsupported(String reason) {
    return new PatternRefusal(reason, false);
  }

  String reason() {
    return reason;
  }

  boolean malformed() {
    return malformed;
  }
}
