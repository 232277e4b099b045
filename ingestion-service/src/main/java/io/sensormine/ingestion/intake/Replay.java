package io.sensormine.ingestion.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What messages were as dead letters. What is taken is marked as replayed with it; what is refused
 * stays the dead letter that it is.
 *
 * @param letters one for each message of the shipment, in their order
 * @param againstVersion the number of the schema version, of whatever status, to hold them to; null
 *     for the one that each is held to otherwise
 */
public record Replay(List<Letter> letters, @Nullable Integer againstVersion) {
  public Replay {
    letters = List.copyOf(letters);
  }

  /**
   * One of them.
   *
   * @param receivedAt when the message arrived
   * @param mayLackTime whether that stands for its time where it says none
   */
  public record Letter(UUID id, Instant receivedAt, boolean mayLackTime) {}
}
