package io.sensormine.device.registry;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks references to schemas by asking the registry. */
@Singleton
public final class SchemaReferences {
  private final RegistryClient registry;

  SchemaReferences(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * Refuses (422) a reference to what the tenant's registry does not have, or 503 where the
   * registry cannot be asked. May block for two calls; call it outside a transaction.
   *
   * @param standing what the device type refers to already: a schema that was archived since may
   *     stay; null for a new one
   */
  public void check(SchemaReference reference, @Nullable SchemaReference standing) {
    var schemaId = reference.schemaId();
    if (schemaId == null) {
      return;
    }
    var schema =
        registry
            .schema(schemaId)
            .orElseThrow(() -> unknown("/schemaId", "There is no schema " + schemaId + "."));
    if (schema.archived() && (standing == null || !schemaId.equals(standing.schemaId()))) {
      throw unknown("/schemaId", "The schema %s is archived.".formatted(schema.name()));
    }
    if (reference.schemaVersionId() != null) {
      checkVersion(schemaId, reference.schemaVersionId());
    }
  }

  private void checkVersion(UUID schemaId, UUID versionId) {
    var version =
        registry
            .schemaVersion(versionId)
            .filter(found -> found.schemaId().equals(schemaId))
            .orElseThrow(
                () -> unknown("/schemaVersionId", "The schema has no version " + versionId + "."));
    if (version.status() == VersionStatus.DRAFT) {
      throw unknown(
          "/schemaVersionId",
          "Version %d is a draft; activate it before pinning it.".formatted(version.version()));
    }
  }

  private static ProblemException unknown(String path, String detail) {
    return ProblemException.at(path, ProblemType.UNKNOWN_REFERENCE, detail);
  }
}
