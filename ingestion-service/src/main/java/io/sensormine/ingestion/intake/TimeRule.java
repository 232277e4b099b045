package io.sensormine.ingestion.intake;

/** Which messages may leave their time out, so that their arrival stands for it. */
public enum TimeRule {
  /** The only message of its device among those that came together. */
  ALONE,
  /** Every one: each came alone, though they are taken together. */
  EACH,
  /** None. */
  NONE
}
