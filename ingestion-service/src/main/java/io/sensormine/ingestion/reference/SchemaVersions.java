package io.sensormine.ingestion.reference;

import io.sensormine.contracts.device.IngestView;
import io.sensormine.contracts.device.SchemaVersionPolicy;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.Remembered;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Which schema version is in force, by schema-registry-api's word. Thread-safe. */
@Singleton
public final class SchemaVersions {
  private final RegistryClient registry;
  private final Remembered<Choice, SchemaVersion> versions;

  /** How a version is chosen. */
  public sealed interface Choice {
    /** Of the tenant that asks. */
    UUID tenantId();

    /** The one that a device type holds its messages to; empty where it has no schema. */
    static Optional<Choice> of(UUID tenantId, IngestView type) {
      var schemaId = type.schemaId();
      var pin = type.schemaVersionId();
      if (schemaId == null) {
        return Optional.empty();
      }
      return Optional.of(
          type.schemaVersionPolicy() == SchemaVersionPolicy.PINNED && pin != null
              ? new Pinned(tenantId, pin)
              : new LatestActive(tenantId, schemaId));
    }

    /** The highest ACTIVE one of a schema. */
    record LatestActive(UUID tenantId, UUID schemaId) implements Choice {}

    /** An ACTIVE one by its number. */
    record Numbered(UUID tenantId, UUID schemaId, int version) implements Choice {}

    /** One by its number, whatever its status. */
    record OfAnyStatus(UUID tenantId, UUID schemaId, int version) implements Choice {}

    /** One by its id, ACTIVE or DEPRECATED. */
    record Pinned(UUID tenantId, UUID versionId) implements Choice {}
  }

  SchemaVersions(RegistryClient registry, ReferenceSettings settings, Clock clock) {
    this.registry = registry;
    this.versions =
        new Remembered<>(
            "schema-registry-api",
            settings.maxVersions(),
            settings.freshVersions(),
            settings.staleness(),
            clock);
  }

  /** The version chosen; empty where there is none. */
  public Optional<SchemaVersion> chosen(Choice choice, Age age) {
    return versions.one(choice, age, () -> TenantContext.in(choice.tenantId(), () -> ask(choice)));
  }

  private Optional<SchemaVersion> ask(Choice choice) {
    return switch (choice) {
      case Choice.LatestActive latest ->
          // a 404 comes as null, whatever the signature says
          Optional.ofNullable(registry.versions(latest.schemaId(), VersionStatus.ACTIVE, 1, null))
              .flatMap(page -> page.items().stream().findFirst());
      case Choice.Numbered numbered ->
          registry
              .version(numbered.schemaId(), numbered.version())
              .filter(version -> version.status() == VersionStatus.ACTIVE);
      case Choice.OfAnyStatus any -> registry.version(any.schemaId(), any.version());
      case Choice.Pinned pinned ->
          registry
              .schemaVersion(pinned.versionId())
              .filter(version -> version.status() != VersionStatus.DRAFT);
    };
  }
}
