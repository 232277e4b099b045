package io.sensormine.kit.http;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Optimistic locking: a resource's revision as its entity tag. */
public final class Revision {
  private Revision() {}

  /** The {@code ETag} of a revision, such as {@code "7"}. */
  public static String tag(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * Refuses (412) a change made to an older revision than the one that stands.
   *
   * @param ifMatch the header as sent; null or {@code *} checks nothing
   */
  public static void check(@Nullable String ifMatch, long current) {
    if (ifMatch == null || ifMatch.equals("*")) {
      return;
    }
    for (var tag : ifMatch.split(",", -1)) {
      if (tag.strip().equals(tag(current))) {
        return;
      }
    }
    throw ProblemException.of(
        ProblemType.STALE,
        "It is at revision %d now; read it again and repeat the change.".formatted(current));
  }
}
