package io.sensormine.kit.id;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes the ids of what a service creates, and reads those that it is given. */
public final class Ids {
  private static final Pattern WHOLE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  /** A UUIDv7 (RFC 9562): its order is, to the millisecond, the order of creation. Thread-safe. */
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /** An id written in full, in any case; empty for all else. Java takes 1-1-1-1-1 for a UUID. */
  public static Optional<UUID> parse(String text) {
    return Optional.of(text).filter(id -> WHOLE.matcher(id).matches()).map(UUID::fromString);
  }
}
