package io.sensormine.device.bulk;

import io.sensormine.kit.problem.Violation;
import java.util.List;

/** The errors that an answer tells: some of each row, until it has enough of them. */
final class ToldErrors {
  private static final int OF_A_ROW = 10;

  private int left;
  private boolean truncated;

  /**
   * None yet.
   *
   * @param most how many an answer tells
   */
  ToldErrors(int most) {
    this.left = most;
  }

  /** What to keep of a row's errors until they are told: one more than are, to know of the rest. */
  static List<Violation> kept(List<Violation> errors) {
    return List.copyOf(errors.subList(0, Math.min(errors.size(), OF_A_ROW + 1)));
  }

  /** Those of a row's errors that are told. */
  List<Violation> of(List<Violation> errors) {
    int told = Math.min(errors.size(), Math.min(OF_A_ROW, left));
    left -= told;
    truncated |= told < errors.size();
    return errors.subList(0, told);
  }

  /** Whether some were left out. */
  boolean truncated() {
    return truncated;
  }
}
