package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;

/**
 * What changes from one version to another, of the same schema or not.
 *
 * @param changes in the order of {@code to}; empty where both say the same
 */
@Introspected
public record VersionDiff(End from, End to, List<Change> changes) {
  public VersionDiff {
    changes = List.copyOf(changes);
  }

  /** One of the two. */
  @Introspected
  public record End(UUID id, UUID schemaId, int version) {
    public static End of(SchemaVersion version) {
      return new End(version.id(), version.schemaId(), version.version());
    }
  }
}
