package io.sensormine.device.device;

/** What is done to a device, as its audit log names it. */
public enum DeviceAction {
  CREATED,
  UPDATED,
  RETIRED,
  CREDENTIAL_ISSUED,
  CREDENTIAL_REVOKED
}
