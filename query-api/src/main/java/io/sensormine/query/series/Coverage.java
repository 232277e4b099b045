package io.sensormine.query.series;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.query.resolution.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How many readings of a field there should be, by how often the devices' types say one comes. */
final class Coverage {
  private static final double NANOS = 1e9;

  private final Groups groups;
  private final Map<UUID, Optional<Duration>> intervals = new HashMap<>();
  private final double[] expected;
  private final Instant now;

  /**
   * Of a range, as far as it has passed.
   *
   * @param types those of the groups' devices
   */
  Coverage(Groups groups, Collection<DeviceSelection.DeviceType> types, Span range, Instant now) {
    this.groups = groups;
    this.now = now;
    types.forEach(type -> intervals.put(type.id(), Optional.ofNullable(type.expectedInterval())));
    var end = now.isBefore(range.end()) ? now : range.end();
    var seconds = range.start().isBefore(end) ? seconds(Duration.between(range.start(), end)) : 0;
    this.expected = new double[groups.keys().size()];
    for (int at = 0; at < groups.devices().size(); at++) {
      var readings = interval(groups.devices().get(at)).map(every -> seconds / seconds(every));
      for (var group : groups.of().get(at)) {
        expected[group] += readings.orElse(Double.NaN);
      }
    }
  }

  private Optional<Duration> interval(DeviceSelection.Item device) {
    return intervals.getOrDefault(device.deviceTypeId(), Optional.empty());
  }

  /** Of a group; empty where a device's type expects nothing. */
  Optional<Long> expected(int group) {
    return Double.isNaN(expected[group])
        ? Optional.empty()
        : Optional.of(Math.round(expected[group]));
  }

  /**
   * How many messages all devices send in a second.
   *
   * @param assumed between two of a device whose type says nothing
   */
  double perSecond(Duration assumed) {
    return groups.devices().stream()
        .mapToDouble(device -> 1 / seconds(interval(device).orElse(assumed)))
        .sum();
  }

  /** How long ago something was, in seconds. */
  double age(Instant time) {
    return seconds(Duration.between(time, now));
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }
}
