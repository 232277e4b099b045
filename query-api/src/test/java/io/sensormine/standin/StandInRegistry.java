package io.sensormine.standin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.sensormine.kit.problem.ProblemException;
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
  private static final int DEFAULT_LIMIT = 50;

  private final Map<UUID, Map<UUID, SchemaVersion>> byTenant = new ConcurrentHashMap<>();
  private final AtomicInteger lists = new AtomicInteger();

  /**
   * Adds a version of the tenant's one schema, newer than those before it.
   *
   * @param units each field's unit; empty text for none
   */
  public UUID add(UUID tenantId, Map<String, String> units) {
    return add(
        tenantId,
        tenantId,
        VersionStatus.ACTIVE,
        units.entrySet().stream()
            .map(unit -> field(unit.getKey(), FieldType.NUMBER, unit.getValue(), null))
            .toList());
  }

  /** Adds an ACTIVE version of a schema, newer than all before it. */
  public UUID add(UUID tenantId, UUID schemaId, List<Field> fields) {
    return add(tenantId, schemaId, VersionStatus.ACTIVE, fields);
  }

  /** Adds a version of a schema, newer than all before it. */
  public UUID add(UUID tenantId, UUID schemaId, VersionStatus status, List<Field> fields) {
    return add(tenantId, schemaId, status, fields, JsonNodeFactory.instance.objectNode());
  }

  /**
   * Adds an ACTIVE version of the tenant's one schema, newer than those before it.
   *
   * @param definition the properties at its root are numbers
   */
  public UUID add(UUID tenantId, ObjectNode definition) {
    return add(
        tenantId,
        tenantId,
        VersionStatus.ACTIVE,
        definition
            .path("properties")
            .propertyStream()
            .map(property -> field(property.getKey(), FieldType.NUMBER, "", null))
            .toList(),
        definition);
  }

  private UUID add(
      UUID tenantId,
      UUID schemaId,
      VersionStatus status,
      List<Field> fields,
      ObjectNode definition) {
    var id = UUID.randomUUID();
    var versions = byTenant.computeIfAbsent(tenantId, any -> new ConcurrentHashMap<>());
    int number =
        (int) versions.values().stream().filter(v -> v.schemaId().equals(schemaId)).count() + 1;
    versions.put(
        id,
        new SchemaVersion(
            id,
            schemaId,
            number,
            status,
            definition,
            null,
            "fingerprint",
            fields,
            null,
            FIRST.plusSeconds(versions.size())));
    return id;
  }

  /** How often the versions of a schema were listed. */
  public int lists() {
    return lists.get();
  }

  private Stream<SchemaVersion> newestFirst(UUID schemaId) {
    return ofTenant()
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

  /**
   * A field as a version declares it.
   *
   * @param unit empty text for none
   * @param renamedFrom null where it was never called otherwise
   */
  public static Field field(
      String path, FieldType type, String unit, @Nullable String renamedFrom) {
    return new Field(
        path, type, unit.isEmpty() ? null : unit, null, null, null, null, null, renamedFrom, null);
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
    if (newestFirst(id).findAny().isEmpty()) {
      throw ProblemException.notFound("schema");
    }
    int most = limit == null ? DEFAULT_LIMIT : limit;
    int before = cursor == null ? Integer.MAX_VALUE : Integer.parseInt(cursor);
    var rest =
        newestFirst(id)
            .filter(version -> version.version() < before)
            .filter(version -> status == null || version.status() == status)
            .toList();
    var items = rest.stream().limit(most).toList();
    return new Page<>(
        items, rest.size() > most ? Integer.toString(items.getLast().version()) : null);
  }

  @Override
  public Optional<SchemaVersion> version(@PathVariable UUID id, @PathVariable int version) {
    return ofTenant()
        .filter(one -> one.schemaId().equals(id) && one.version() == version)
        .findFirst();
  }

  @Override
  public Optional<SchemaVersion> schemaVersion(@PathVariable UUID versionId) {
    return ofTenant().filter(one -> one.id().equals(versionId)).findFirst();
  }

  @Override
  public Optional<VersionDiff> diff(@QueryValue UUID from, @QueryValue UUID to) {
    return Optional.empty();
  }

  private Stream<SchemaVersion> ofTenant() {
    return byTenant.getOrDefault(TenantContext.required(), Map.of()).values().stream();
  }
}
