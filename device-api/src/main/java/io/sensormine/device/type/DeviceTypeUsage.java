package io.sensormine.device.type;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.device.DeviceStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many devices have a type.
 *
 * @param devices all of them, those RETIRED among them
 * @param byStatus of every status, 0 where none has it
 * @param lastDeviceCreatedAt when the newest of them was made; null where there is none
 */
@Introspected
record DeviceTypeUsage(
    UUID deviceTypeId,
    long devices,
    Map<DeviceStatus, Long> byStatus,
    @Nullable Instant lastDeviceCreatedAt) {
  DeviceTypeUsage {
    var all = new EnumMap<DeviceStatus, Long>(DeviceStatus.class);
    for (var status : DeviceStatus.values()) {
      all.put(status, byStatus.getOrDefault(status, 0L));
    }
    byStatus = Collections.unmodifiableMap(all);
  }
}
