package io.sensormine.kit.memory;

/** What was to be at hand has to be asked for. It says what comes next, and nothing is wrong. */
public final class NotAtHand extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It is thrown often, and nobody looks where. */
  public NotAtHand() {
    super("it has to be asked for", null, false, false);
  }
}
