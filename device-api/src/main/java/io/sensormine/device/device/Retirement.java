package io.sensormine.device.device;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What else ends when devices retire. */
public interface Retirement {
  /** Called within the transaction that retires the devices, of which there is at least one. */
  void retired(List<UUID> deviceIds, Instant at, String actor);
}
