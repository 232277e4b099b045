package io.sensormine.device.device;

import java.util.UUID;

/**
 * One device of a batch.
 *
 * @param id what it is called where it is new; nothing where its external id is there
 * @param device a valid request
 */
public record BatchItem(UUID id, DeviceRequest device) {
  String externalId() {
    return device.externalId();
  }
}
