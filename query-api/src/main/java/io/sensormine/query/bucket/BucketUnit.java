package io.sensormine.query.bucket;

import java.util.Arrays;
import java.util.Optional;

/** What buckets are counted in: up to hours of fixed length, from days on by the calendar. */
enum BucketUnit {
  SECOND("s", 1),
  MINUTE("m", 60),
  HOUR("h", 3_600),
  DAY("d", 86_400),
  WEEK("w", 604_800),
  MONTH("mo", 2_629_746),
  QUARTER("q", 7_889_238),
  YEAR("y", 31_556_952);

  private final String code;
  private final long seconds;

  BucketUnit(String code, long seconds) {
    this.code = code;
    this.seconds = seconds;
  }

  /** As clients write it. */
  String code() {
    return code;
  }

  /** Its length; the mean one where the calendar's differ. */
  long seconds() {
    return seconds;
  }

  boolean fixed() {
    return this == SECOND || this == MINUTE || this == HOUR;
  }

  static Optional<BucketUnit> ofCode(String code) {
    return Arrays.stream(values()).filter(unit -> unit.code.equals(code)).findFirst();
  }
}
