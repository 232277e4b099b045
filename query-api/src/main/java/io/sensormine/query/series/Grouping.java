package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelection;
import java.util.Arrays;
import java.util.Optional;

/** What tells series of the same field apart. */
enum Grouping {
  DEVICE("device"),
  DEVICE_TYPE("deviceType");

  private final String code;

  Grouping(String code) {
    this.code = code;
  }

  /** As clients write it. */
  String code() {
    return code;
  }

  /** The group that a device belongs to. */
  String key(DeviceSelection.Item device) {
    return switch (this) {
      case DEVICE -> device.id().toString();
      case DEVICE_TYPE -> device.deviceTypeId().toString();
    };
  }

  static Optional<Grouping> ofCode(String code) {
    return Arrays.stream(values()).filter(grouping -> grouping.code.equals(code)).findFirst();
  }
}
