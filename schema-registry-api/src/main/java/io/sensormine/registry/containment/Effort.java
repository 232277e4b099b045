package io.sensormine.registry.containment;

/** Bounds the work of one comparison. Not thread-safe. */
final class Effort {
  private int left;

  Effort(int steps) {
    this.left = steps;
  }

  /** Takes a step; false when there is none left. */
  boolean spend() {
    left--;
    return left >= 0;
  }

  boolean isSpent() {
    return left < 0;
  }
}
