package io.sensormine.registry.pattern;

/** How much a search may still do. Not thread-safe. */
final class Effort {
  private long left;

  Effort(long steps) {
    left = steps;
  }

  void spend(long steps) {
    left -= steps;
  }

  boolean isSpent() {
    return left < 0;
  }
}
