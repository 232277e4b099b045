package io.sensormine.contracts.identity;

/** How far an erasure is. */
public enum ErasureStatus {
  /** At least one service has not erased its part. */
  PENDING,
  /** Nothing is left anywhere but in backups. */
  COMPLETED
}
