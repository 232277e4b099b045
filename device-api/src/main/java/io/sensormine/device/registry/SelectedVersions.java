package io.sensormine.device.registry;

import io.sensormine.contracts.registry.Direction;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionDiff;
import io.sensormine.contracts.registry.VersionStatus;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which version of a schema the messages of a type's devices are held to. All of it asks the
 * registry, and is a 503 where that cannot be asked; call it outside a transaction.
 */
@Singleton
public final class SelectedVersions {
  private final RegistryClient registry;

  SelectedVersions(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * The version that a reference selects: the one pinned, or the newest ACTIVE one. Empty where it
   * refers to no schema, or the registry has no such version.
   */
  public Optional<SchemaVersion> of(SchemaReference reference) {
    var schemaId = reference.schemaId();
    if (schemaId == null) {
      return Optional.empty();
    }
    var pinned = reference.schemaVersionId();
    return pinned == null ? newestActive(schemaId) : registry.schemaVersion(pinned);
  }

  /**
   * What a changed reference does to messages. Up to three calls; none where the reference stays.
   *
   * @param after one that {@link SchemaReferences#check} lets pass
   */
  public SchemaStep step(SchemaReference before, SchemaReference after) {
    if (before.equals(after)) {
      return new SchemaStep.Harmless();
    }
    if (after.schemaId() == null) {
      return new SchemaStep.Removed();
    }
    var to = idOf(after);
    if (before.schemaId() == null) {
      return new SchemaStep.Added(to != null);
    }
    if (to == null) {
      return new SchemaStep.Inactive();
    }
    var from = idOf(before);
    // where none was selected, no message was taken that could be refused now
    return from == null || from.equals(to)
        ? new SchemaStep.Harmless()
        : registry.diff(from, to).map(SelectedVersions::judged).orElseGet(SchemaStep.Harmless::new);
  }

  private static SchemaStep judged(VersionDiff diff) {
    var breaking =
        diff.changes().stream()
            .filter(change -> change.breaks().contains(Direction.BACKWARD))
            .toList();
    return breaking.isEmpty()
        ? new SchemaStep.Harmless()
        : new SchemaStep.Incompatible(diff.from().version(), diff.to().version(), breaking);
  }

  private @Nullable UUID idOf(SchemaReference reference) {
    var pinned = reference.schemaVersionId();
    return pinned != null ? pinned : of(reference).map(SchemaVersion::id).orElse(null);
  }

  /** The version that those who pin none are held to; empty where none is ACTIVE. */
  private Optional<SchemaVersion> newestActive(UUID schemaId) {
    // a 404 comes as null, whatever the signature says
    return Optional.ofNullable(registry.versions(schemaId, VersionStatus.ACTIVE, 1, null))
        .flatMap(page -> page.items().stream().findFirst());
  }
}
