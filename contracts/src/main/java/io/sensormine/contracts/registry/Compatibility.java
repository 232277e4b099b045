package io.sensormine.contracts.registry;

/** Which way a new version must agree with those before it. */
public enum Compatibility {
  NONE,
  BACKWARD,
  FORWARD,
  FULL,
  BACKWARD_TRANSITIVE,
  FORWARD_TRANSITIVE,
  FULL_TRANSITIVE
}
