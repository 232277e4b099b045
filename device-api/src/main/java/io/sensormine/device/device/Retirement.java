package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What else ends when devices retire. */
public interface Retirement {
  /**
   * Called within the transaction that retires the devices, of which there is at least one; what
   * their audit logs have to tell of it.
   */
  List<Ended> retired(List<UUID> deviceIds, Instant at, String actor);

  /**
   * Something that ended with its device.
   *
   * @param patch JSON Patch (RFC 6902) that takes it away from the device
   */
  record Ended(UUID deviceId, DeviceAction action, JsonNode patch) {}
}
