package io.sensormine.device.device;

import java.util.UUID;

/**
 * One device of a batch.
 *
 * @param id what it is called where it is new; nothing where its external id is there
 * @param device a valid request
 * @param writing how its attributes were written; where all may mean those that stand, they do
 */
public record BatchItem(UUID id, DeviceRequest device, Writing writing) {
  String externalId() {
    return device.externalId();
  }
}
