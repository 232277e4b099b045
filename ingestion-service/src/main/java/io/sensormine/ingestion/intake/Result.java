package io.sensormine.ingestion.intake;

import io.sensormine.ingestion.message.Flaw;
import java.util.List;

/** What became of a message, against the row as it stands afterwards. */
public sealed interface Result {
  /**
   * It is stored, and its row is new or another than before.
   *
   * @param merged whether the row was there before
   */
  record Accepted(boolean merged) implements Result {}

  /** It changed nothing, or a later message of the same shipment took its place. */
  record Duplicate() implements Result {}

  /**
   * It was refused, and kept as a dead letter unless this was a rehearsal.
   *
   * @param flaws why, at least one
   */
  record Rejected(List<Flaw> flaws) implements Result {
    public Rejected {
      flaws = List.copyOf(flaws);
    }
  }
}
