package io.sensormine.ingestion.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.ResolvedSchemas;
import io.sensormine.contracts.registry.ResolvedVersions;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.SchemaIds;
import io.sensormine.contracts.registry.SchemaOperations;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionDiff;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands in for schema-registry-api: schema versions as a test sets them. */
public final class StandInRegistry extends JsonServer {
  private final Map<UUID, Owned> versions = new ConcurrentHashMap<>();

  private record Owned(UUID tenantId, SchemaVersion version) {}

  /** Adds a version; single quotes stand for double ones. */
  public UUID version(
      UUID tenantId, UUID schemaId, int number, VersionStatus status, String definition) {
    return version(tenantId, schemaId, number, status, definition, null);
  }

  /** Adds a version that refers to others, as the registry has bundled it. */
  public UUID version(
      UUID tenantId,
      UUID schemaId,
      int number,
      VersionStatus status,
      String definition,
      @Nullable String bundle) {
    try {
      var json = JSON.readTree(definition.replace('\'', '"'));
      var version =
          new SchemaVersion(
              UUID.randomUUID(),
              schemaId,
              number,
              status,
              json,
              bundle == null ? null : JSON.readTree(bundle.replace('\'', '"')),
              "0".repeat(64),
              fields("", json),
              null,
              Instant.EPOCH);
      versions.put(version.id(), new Owned(tenantId, version));
      return version.id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fields that the definition's own properties are. */
  private static List<Field> fields(String path, JsonNode schema) {
    var fields = new ArrayList<Field>();
    for (var property : schema.path("properties").properties()) {
      var type = property.getValue().path("type").asText();
      if (type.equals("object")) {
        fields.addAll(fields(path + property.getKey() + ".", property.getValue()));
      } else if (!type.isEmpty()) {
        fields.add(
            new Field(
                path + property.getKey(),
                FieldType.valueOf(type.toUpperCase(Locale.ROOT)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
      }
    }
    return fields;
  }

  /** Sets a version's status. */
  public void status(UUID versionId, VersionStatus status) {
    versions.computeIfPresent(
        versionId,
        (id, owned) -> {
          var old = owned.version();
          return new Owned(
              owned.tenantId(),
              new SchemaVersion(
                  id,
                  old.schemaId(),
                  old.version(),
                  status,
                  old.definition(),
                  old.bundle(),
                  old.fingerprint(),
                  old.fields(),
                  old.changeNote(),
                  old.createdAt()));
        });
  }

  @Override
  Optional<?> answer(String method, String path, byte[] body, @Nullable UUID tenantId) {
    var operations = new Operations(tenantId);
    var steps = path.split("/", -1);
    if (steps[3].equals("schema-versions")) {
      return operations.schemaVersion(UUID.fromString(steps[4]));
    }
    var schemaId = UUID.fromString(steps[4]);
    return steps.length > 6
        ? operations.version(schemaId, Integer.parseInt(steps[6]))
        : Optional.of(operations.versions(schemaId, VersionStatus.ACTIVE, 1, null));
  }

  /** The contract, for the tenant named. */
  private final class Operations implements SchemaOperations {
    private final @Nullable UUID tenantId;

    private Operations(@Nullable UUID tenantId) {
      this.tenantId = tenantId;
    }

    private List<SchemaVersion> all() {
      return versions.values().stream()
          .filter(owned -> owned.tenantId().equals(tenantId))
          .map(Owned::version)
          .toList();
    }

    @Override
    public Optional<Schema> schema(UUID id) {
      return Optional.empty();
    }

    @Override
    public ResolvedSchemas resolveSchemas(SchemaIds ids) {
      return new ResolvedSchemas(List.of(), ids.ids(), List.of());
    }

    @Override
    public Page<SchemaVersion> versions(
        UUID id,
        @io.micronaut.core.annotation.Nullable VersionStatus status,
        @io.micronaut.core.annotation.Nullable Integer limit,
        @io.micronaut.core.annotation.Nullable String cursor) {
      return new Page<>(
          all().stream()
              .filter(version -> version.schemaId().equals(id) && version.status() == status)
              .sorted(Comparator.comparingInt(SchemaVersion::version).reversed())
              .limit(limit == null ? 50 : limit)
              .toList(),
          null);
    }

    @Override
    public Optional<SchemaVersion> version(UUID id, int number) {
      return all().stream()
          .filter(version -> version.schemaId().equals(id) && version.version() == number)
          .findAny();
    }

    @Override
    public Optional<SchemaVersion> schemaVersion(UUID versionId) {
      return all().stream().filter(version -> version.id().equals(versionId)).findAny();
    }

    @Override
    public Optional<VersionDiff> diff(UUID from, UUID to) {
      return Optional.empty();
    }

    @Override
    public ResolvedVersions resolve(VersionIds ids) {
      return new ResolvedVersions(List.of(), ids.ids());
    }
  }
}
