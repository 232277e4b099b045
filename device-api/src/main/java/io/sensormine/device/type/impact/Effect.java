package io.sensormine.device.type.impact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a change of a device type does.
 *
 * @param path JSON Pointer to it in the type as proposed; to an attribute that is removed in the
 *     type as it stands
 * @param message a sentence that tells the number of devices
 * @param affectedDevices how many devices feel it; those RETIRED do not count
 * @param changes what breaks in the schema; only there of {@link ImpactKind#SCHEMA_INCOMPATIBLE}
 */
@Introspected
public record Effect(
    String path,
    ImpactKind change,
    String message,
    long affectedDevices,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Change> changes) {
  public Effect {
    changes = changes == null ? null : List.copyOf(changes);
  }

  static Effect of(String path, ImpactKind change, String message, long affectedDevices) {
    return new Effect(path, change, message, affectedDevices, null);
  }
}
