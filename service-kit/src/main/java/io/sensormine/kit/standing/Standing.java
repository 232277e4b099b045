package io.sensormine.kit.standing;

import org.jspecify.annotations.Nullable;

/** Knows who may act no more, though the token they hold has not expired. Thread-safe. */
public interface Standing {
  /** What is to be made of a token. */
  enum Verdict {
    /** It holds. */
    STANDS,
    /** Its tenant is suspended. */
    SUSPENDED,
    /** Whom it speaks for was deleted, or has another password or other roles since. */
    ENDED,
    /** There is no tenant of the id that it names. */
    UNKNOWN_TENANT
  }

  /** The verdict, where it is at hand; null where {@link #judge} has to be asked. Never blocks. */
  @Nullable Verdict peek(Bearer bearer);

  /** The verdict. May block; 503 where nobody who knows can be asked. */
  Verdict judge(Bearer bearer);
}
