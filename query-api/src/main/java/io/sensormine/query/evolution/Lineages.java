package io.sensormine.query.evolution;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.query.unit.SchemaVersions;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Objects;

/** Finds the lineage of the schemas that device types have. */
@Singleton
public final class Lineages {
  private final SchemaVersions versions;

  Lineages(SchemaVersions versions) {
    this.versions = versions;
  }

  /** Of the tenant at hand; types without a schema say nothing. */
  public Lineage of(Collection<DeviceSelection.DeviceType> types) {
    return new Lineage(
        types.stream()
            .map(DeviceSelection.DeviceType::schemaId)
            .filter(Objects::nonNull)
            .distinct()
            .map(versions::ofSchema)
            .toList(),
        types.stream().allMatch(type -> type.schemaId() != null));
  }
}
