package io.sensormine.query.gather;

/** What is gathered besides counts, sums and bounds, which cost little. */
public enum Detail {
  PLAIN(false, false),
  SQUARES(true, false),
  ENDS(false, true),
  ALL(true, true);

  private final boolean squares;
  private final boolean ends;

  Detail(boolean squares, boolean ends) {
    this.squares = squares;
    this.ends = ends;
  }

  /** The least that has what is asked for. */
  public static Detail of(boolean squares, boolean ends) {
    if (squares) {
      return ends ? ALL : SQUARES;
    }
    return ends ? ENDS : PLAIN;
  }

  boolean squares() {
    return squares;
  }

  /** Whether the first and the last readings are gathered. */
  public boolean ends() {
    return ends;
  }
}
