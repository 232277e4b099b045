package io.sensormine.contracts.registry;

/** Where a schema version stands: it goes from left to right, never back. */
public enum VersionStatus {
  DRAFT,
  ACTIVE,
  DEPRECATED
}
