package io.sensormine.kit.rate;

/**
 * So many requests in a second on the long run, and so many at once after a rest.
 *
 * @param perSecond 0 for no limit, to {@value #LARGEST}
 * @param burst from 1 to {@value #LARGEST}
 */
record Rate(int perSecond, int burst) {
  private static final int LARGEST = 1_000_000;

  Rate {
    if (perSecond < 0 || perSecond > LARGEST || burst < 1 || burst > LARGEST) {
      throw new IllegalArgumentException(
          "a rate is from 0 to %1$d a second, in bursts from 1 to %1$d".formatted(LARGEST));
    }
  }

  boolean isLimited() {
    return perSecond > 0;
  }
}
