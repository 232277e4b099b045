package io.sensormine.device.device;

import java.time.Instant;
import java.util.UUID;

/** What else ends when a device retires. */
public interface Retirement {
  /** Called within the transaction that retires the device. */
  void retired(UUID deviceId, Instant at, String actor);
}
