package io.sensormine.contracts.device;

/** Where a device stands; RETIRED is final and refuses ingestion, the others admit it. */
public enum DeviceStatus {
  ACTIVE,
  INACTIVE,
  MAINTENANCE,
  RETIRED
}
