package io.sensormine.device.type;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.device.type.impact.Effect;
import io.sensormine.device.type.impact.Impact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit entry tells beside the patch; what does not apply is left out.
 *
 * @param toVersion the version that was rolled back to
 * @param forced true where the change broke something
 * @param affectedDevices how many devices that concerned when it was done
 */
@Introspected
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditDetails(
    @Nullable Integer toVersion,
    @Nullable Boolean forced,
    @Nullable Long affectedDevices,
    @Nullable List<Effect> breakingChanges) {

  /** Null where there is nothing to tell. */
  static @Nullable AuditDetails of(@Nullable Integer toVersion, Impact impact) {
    if (impact.breaks()) {
      return new AuditDetails(toVersion, true, impact.affectedDevices(), impact.breakingChanges());
    }
    return toVersion == null ? null : new AuditDetails(toVersion, null, null, null);
  }
}
