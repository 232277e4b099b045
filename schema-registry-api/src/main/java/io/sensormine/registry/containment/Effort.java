package io.sensormine.registry.containment;

/** Bounds the work of comparing. Not thread-safe. */
public final class Effort {
  private int left;

  /**
   * An effort that is all left.
   *
   * @param steps about how many subschemas may be looked at
   */
  public Effort(int steps) {
    this.left = steps;
  }

  /** Takes a step; false when there is none left. */
  boolean spend() {
    return spend(1);
  }

  /** Takes steps; false when there are not as many left. */
  boolean spend(int steps) {
    // stays spent, however much more is asked for
    left = left < steps ? -1 : left - steps;
    return left >= 0;
  }

  /** Whether it did not suffice. */
  public boolean isSpent() {
    return left < 0;
  }
}
