package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.Violation;
import java.util.List;

/**
 * What a change would do to a device.
 *
 * @param valid whether it would be taken
 * @param errors what it breaks: attributes that the type does not have, lacks or takes otherwise
 * @param changes JSON Patch (RFC 6902) from the device as it stands
 */
@Introspected
record DevicePreview(boolean valid, List<Violation> errors, JsonNode changes) {

  static DevicePreview of(List<Violation> errors, JsonNode changes) {
    return new DevicePreview(errors.isEmpty(), errors, changes);
  }
}
