package io.sensormine.contracts.registry;

/** Which messages a change may leave without a reader. */
public enum Direction {
  /** Messages that fit the old version may not fit the new one. */
  BACKWARD,
  /** Messages that fit the new version may not fit the old one. */
  FORWARD
}
