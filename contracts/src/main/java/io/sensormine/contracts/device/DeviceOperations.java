package io.sensormine.contracts.device;

/** Devices, their types and credentials, as other services ask for them. */
public interface DeviceOperations
    extends DeviceSelectionOperations, CredentialOperations, DeviceTypeOperations {}
