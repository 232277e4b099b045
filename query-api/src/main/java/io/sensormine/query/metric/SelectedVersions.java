package io.sensormine.query.metric;

import io.sensormine.contracts.device.IngestView;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.SchemaIds;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.query.unit.RegistryClient;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The fields of the schema versions that device types follow now, as the registry knows them. */
@Singleton
final class SelectedVersions {
  /** A version comes with its definition, which may be large. */
  private static final int VERSIONS_AT_ONCE = 50;

  private static final int SCHEMAS_AT_ONCE = 500;

  private final RegistryClient registry;

  SelectedVersions(RegistryClient registry) {
    this.registry = registry;
  }

  /**
   * What each type's devices may send, by the type's id: the pinned version's fields, else the
   * newest ACTIVE one's; types without such a version are not there.
   */
  Map<UUID, List<Field>> fields(List<IngestView> types) {
    var newest = newestActive(types);
    Map<UUID, UUID> versionOf = new HashMap<>();
    for (var type : types) {
      var version =
          type.schemaVersionId() == null ? newest.get(type.schemaId()) : type.schemaVersionId();
      if (version != null) {
        versionOf.put(type.id(), version);
      }
    }
    var declared = declared(versionOf.values());
    Map<UUID, List<Field>> fields = new HashMap<>();
    versionOf.forEach(
        (type, version) -> fields.put(type, declared.getOrDefault(version, List.of())));
    return fields;
  }

  private Map<UUID, UUID> newestActive(List<IngestView> types) {
    var followed =
        types.stream()
            .filter(type -> type.schemaId() != null && type.schemaVersionId() == null)
            .map(IngestView::schemaId)
            .distinct()
            .toList();
    Map<UUID, UUID> newest = new HashMap<>();
    for (var ids : chunks(followed, SCHEMAS_AT_ONCE)) {
      for (var schema : registry.resolveSchemas(new SchemaIds(ids)).items()) {
        var latest = schema.latestVersion();
        if (latest.status() == VersionStatus.ACTIVE) {
          newest.put(schema.id(), latest.id());
        } else {
          newestActive(schema.id()).ifPresent(version -> newest.put(schema.id(), version));
        }
      }
    }
    return newest;
  }

  private Optional<UUID> newestActive(UUID schemaId) {
    // a 404 comes as null, whatever the signature says
    return Optional.ofNullable(registry.versions(schemaId, VersionStatus.ACTIVE, 1, null))
        .flatMap(page -> page.items().stream().findFirst())
        .map(version -> version.id());
  }

  private Map<UUID, List<Field>> declared(Collection<UUID> versionIds) {
    Map<UUID, List<Field>> declared = new HashMap<>();
    for (var ids : chunks(versionIds.stream().distinct().toList(), VERSIONS_AT_ONCE)) {
      for (var version : registry.resolve(new VersionIds(ids)).items()) {
        declared.put(version.id(), version.fields());
      }
    }
    return declared;
  }

  private static List<List<UUID>> chunks(List<UUID> ids, int size) {
    var chunks = new ArrayList<List<UUID>>();
    for (int at = 0; at < ids.size(); at += size) {
      chunks.add(List.copyOf(ids.subList(at, Math.min(ids.size(), at + size))));
    }
    return chunks;
  }
}
