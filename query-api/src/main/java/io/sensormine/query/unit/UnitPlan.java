package io.sensormine.query.unit;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The unit that a field's numbers are answered in, and the way there from each schema version.
 *
 * @param unit UCUM; null where none is known
 */
public record UnitPlan(@Nullable String unit, Map<UUID, Conversion> conversions) {
  public UnitPlan {
    conversions = Map.copyOf(conversions);
  }
}
