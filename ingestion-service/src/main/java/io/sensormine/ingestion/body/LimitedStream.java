package io.sensormine.ingestion.body;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.InputStream;

/** A stream that is refused (413) at the first byte over a limit. */
final class LimitedStream extends CountedStream {
  private final String tooLarge;
  private long left;

  LimitedStream(InputStream in, long maxBytes, String tooLarge) {
    super(in);
    this.left = maxBytes;
    this.tooLarge = tooLarge;
  }

  @Override
  void count(int more) {
    left -= more;
    if (left < 0) {
      throw ProblemException.of(ProblemType.TOO_LARGE, tooLarge);
    }
  }

  /** Only reading tells whether there is more: a gzip file may have several members. */
  @Override
  public int available() {
    return 1;
  }
}
