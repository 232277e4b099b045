package io.sensormine.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
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
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Stands in for schema-registry-api: holds the versions that a test gives it. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Roles.SERVICE)
public class StandInRegistry implements SchemaOperations {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

  private final Map<UUID, Map<UUID, SchemaVersion>> byTenant = new ConcurrentHashMap<>();
  private final AtomicInteger lists = new AtomicInteger();

  /**
   * Adds a version, newer than those before it.
   *
   * @param units each field's unit; empty text for none
   */
  public UUID add(UUID tenantId, Map<String, String> units) {
    return add(
        tenantId,
        tenantId,
        VersionStatus.ACTIVE,
        units.entrySet().stream().map(StandInRegistry::field).toList());
  }

  /** Adds a version of a schema, newer than those before it. */
  public UUID add(UUID tenantId, UUID schemaId, VersionStatus status, List<Field> fields) {
    var id = UUID.randomUUID();
    var versions = byTenant.computeIfAbsent(tenantId, any -> new ConcurrentHashMap<>());
    int number = versions.size() + 1;
    versions.put(
        id,
        new SchemaVersion(
            id,
            schemaId,
            number,
            status,
            JsonNodeFactory.instance.objectNode(),
            null,
            "fingerprint",
            fields,
            null,
            FIRST.plusSeconds(number)));
    return id;
  }

  /** How often the versions of a schema were listed. */
  public int lists() {
    return lists.get();
  }

  private Stream<SchemaVersion> newestFirst(UUID schemaId) {
    return byTenant.getOrDefault(TenantContext.required(), Map.of()).values().stream()
        .filter(version -> version.schemaId().equals(schemaId))
        .sorted(Comparator.comparingInt(SchemaVersion::version).reversed());
  }

  private static Schema schema(SchemaVersion latest) {
    return new Schema(
        latest.schemaId(),
        "schema",
        null,
        List.of(),
        Compatibility.BACKWARD,
        CompatibilityPolicy.LENIENT,
        false,
        latest.createdAt(),
        new Schema.LatestVersion(
            latest.id(),
            latest.version(),
            latest.status(),
            latest.fingerprint(),
            latest.createdAt()));
  }

  private static Field field(Map.Entry<String, String> unit) {
    return new Field(
        unit.getKey(),
        FieldType.NUMBER,
        unit.getValue().isEmpty() ? null : unit.getValue(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Override
  public ResolvedVersions resolve(@Body @Valid VersionIds ids) {
    var versions = byTenant.getOrDefault(TenantContext.required(), Map.of());
    return new ResolvedVersions(
        ids.ids().stream().filter(versions::containsKey).map(versions::get).toList(),
        ids.ids().stream().filter(id -> !versions.containsKey(id)).toList());
  }

  @Override
  public Optional<Schema> schema(@PathVariable UUID id) {
    return Optional.empty();
  }

  @Override
  public ResolvedSchemas resolveSchemas(@Body @Valid SchemaIds ids) {
    var found =
        ids.ids().stream()
            .flatMap(id -> newestFirst(id).findFirst().stream())
            .map(StandInRegistry::schema)
            .toList();
    var known = found.stream().map(Schema::id).toList();
    return new ResolvedSchemas(
        found, ids.ids().stream().filter(id -> !known.contains(id)).toList(), List.of());
  }

  @Override
  public Page<SchemaVersion> versions(
      @PathVariable UUID id,
      @Nullable @QueryValue VersionStatus status,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    lists.incrementAndGet();
    return new Page<>(
        newestFirst(id)
            .filter(version -> status == null || version.status() == status)
            .limit(limit == null ? 50 : limit)
            .toList(),
        null);
  }

  @Override
  public Optional<SchemaVersion> version(@PathVariable UUID id, @PathVariable int version) {
    return Optional.empty();
  }

  @Override
  public Optional<SchemaVersion> schemaVersion(@PathVariable UUID versionId) {
    return Optional.empty();
  }

  @Override
  public Optional<VersionDiff> diff(@QueryValue UUID from, @QueryValue UUID to) {
    return Optional.empty();
  }
}
