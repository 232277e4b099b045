package io.sensormine.contracts.device;

/** Which version of its schema a device type admits messages by. */
public enum SchemaVersionPolicy {
  /** The highest ACTIVE number at the time a message arrives. */
  LATEST_ACTIVE,
  /** The one version named, even once it is DEPRECATED. */
  PINNED
}
