package io.sensormine.ingestion.store;

/** What became of a message that was admitted, against the row as it stands afterwards. */
public enum Outcome {
  /** Its row is new. */
  INSERTED,
  /** Its row was there before, and is another now. */
  MERGED,
  /** It changed nothing, or a later message of the same request took its place. */
  DUPLICATE
}
