package io.sensormine.ingestion.store;

import io.sensormine.ingestion.message.Flaw;

/** What became of a message that was admitted, against the row as it stands afterwards. */
public sealed interface Outcome {
  Outcome INSERTED = new Inserted();
  Outcome MERGED = new Merged();
  Outcome DUPLICATE = new Duplicate();

  /** Its row is new. */
  record Inserted() implements Outcome {}

  /** Its row was there before, and is another now. */
  record Merged() implements Outcome {}

  /** It changed nothing, or a later message of the same request took its place. */
  record Duplicate() implements Outcome {}

  /** The database itself refused it, and it alone: it is a dead letter now. */
  record Refused(Flaw flaw) implements Outcome {}
}
