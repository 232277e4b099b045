package io.sensormine.device.device;

import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.attribute.AttributeSettings;
import io.sensormine.device.attribute.AttributeValues;
import io.sensormine.device.attribute.CompiledAttributes;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a device may be as it is given, whichever way it comes. */
final class DeviceCheck {
  static final Violation BEGINS_RETIRED =
      new Violation(
          "/status", ProblemType.INVALID_REQUEST.code(), "A device does not begin as RETIRED.");
  static final Violation TAKEN =
      new Violation(
          "/externalId", ProblemType.NAME_TAKEN.code(), "Another device has this external id.");
  static final String RETIRED_FOR_GOOD =
      "The device is RETIRED, which is final; it changes no more.";

  private DeviceCheck() {}

  /**
   * Whether an archived type will do: a device outlives the archiving of its type, but not as an
   * ACTIVE one.
   */
  static boolean archivedToo(DeviceContent given, @Nullable DeviceRow standing) {
    return standing != null
        && standing.deviceTypeId().equals(given.deviceTypeId())
        && given.status() != DeviceStatus.ACTIVE;
  }

  /** The device with the attributes that its type gives it, and what is wrong with them. */
  static Result check(
      DeviceContent given, CompiledAttributes definitions, AttributeSettings settings) {
    var attributes =
        AttributeValues.of(definitions, given.attributes(), settings.maxAttributeBytes());
    return new Result(given.with(attributes.values()), attributes.violations());
  }

  /** A device type that there is not. */
  static Violation noType(UUID id) {
    return new Violation(
        "/deviceTypeId",
        ProblemType.UNKNOWN_REFERENCE.code(),
        "There is no living device type " + id + ".");
  }

  /**
   * A checked device.
   *
   * @param violations empty where it may be stored; paths as in a single device's request
   */
  record Result(DeviceContent content, List<Violation> violations) {}
}
