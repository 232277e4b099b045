package io.sensormine.device.registry;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Holds the references of living device types against the registry, a batch at a time. */
@Singleton
final class ReferenceAudit {
  private final TypeReferenceRepository types;
  private final Resolution resolution;
  private final int batchSize;

  ReferenceAudit(
      TypeReferenceRepository types, Resolution resolution, ReferenceAuditSettings settings) {
    this.types = types;
    this.resolution = resolution;
    this.batchSize = settings.batchSize();
  }

  /**
   * The findings of some device types.
   *
   * @param findings in their order
   * @param next from which device type to go on; empty where none follows
   */
  record Batch(List<ReferenceFinding> findings, Optional<UUID> next) {}

  /**
   * What is found in the tenant at hand from a device type on, that one included. May block for
   * several calls; throws what the client throws where the registry cannot be asked.
   */
  Batch from(UUID deviceTypeId) {
    var references = types.page(deviceTypeId, batchSize + 1);
    if (references.size() <= batchSize) {
      return new Batch(resolution.findings(references), Optional.empty());
    }
    return new Batch(
        resolution.findings(references.subList(0, batchSize)),
        Optional.of(references.getLast().deviceTypeId()));
  }
}
