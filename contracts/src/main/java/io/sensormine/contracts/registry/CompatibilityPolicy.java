package io.sensormine.contracts.registry;

/** How strictly compatibility is read; LENIENT lets an open content model gain optional fields. */
public enum CompatibilityPolicy {
  LENIENT,
  STRICT
}
