package io.sensormine.contracts.identity;

/** Whose data are erased. */
public enum ErasureSubject {
  /** One device, its telemetry included. */
  DEVICE,
  /** A tenant with everything that it has. */
  TENANT
}
