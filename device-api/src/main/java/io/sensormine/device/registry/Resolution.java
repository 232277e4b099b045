package io.sensormine.device.registry;

import io.micronaut.http.client.exceptions.ContentLengthExceededException;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.SchemaIds;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionIds;
import io.sensormine.contracts.registry.VersionStatus;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Holds many references against the registry, in as few calls as that takes. */
@Singleton
final class Resolution {
  private final RegistryClient registry;

  Resolution(RegistryClient registry) {
    this.registry = registry;
  }

  /** What of a version matters here; its definition may be large. */
  private record Version(UUID id, UUID schemaId, VersionStatus status) {
    private static Version of(SchemaVersion version) {
      return new Version(version.id(), version.schemaId(), version.status());
    }
  }

  /**
   * What is wrong with the references of at most 1,000 device types of the tenant at hand, in
   * order. Blocks for its calls; throws what the client throws where the registry cannot be asked.
   */
  List<ReferenceFinding> findings(List<TypeReference> references) {
    var schemas = new HashMap<UUID, Schema>();
    var lapsed = new HashSet<UUID>();
    for (var part :
        resolved(
            references.stream().map(TypeReference::schemaId),
            ids -> List.of(registry.resolveSchemas(new SchemaIds(ids))))) {
      part.items().forEach(schema -> schemas.put(schema.id(), schema));
      lapsed.addAll(part.lapsed());
    }
    var versions = new HashMap<UUID, Version>();
    for (var version :
        resolved(
            references.stream().flatMap(type -> Stream.ofNullable(type.schemaVersionId())),
            ids ->
                registry.resolve(new VersionIds(ids)).items().stream().map(Version::of).toList())) {
      versions.put(version.id(), version);
    }
    var findings = new ArrayList<ReferenceFinding>();
    for (var reference : references) {
      judgeSchema(reference, schemas, lapsed).ifPresent(findings::add);
      judgeVersion(reference, versions).ifPresent(findings::add);
    }
    findings.sort(ReferenceFinding.ORDER);
    return findings;
  }

  private static <T> List<T> resolved(Stream<UUID> ids, Function<List<UUID>, List<T>> registry) {
    return inParts(ids.distinct().toList(), registry);
  }

  /** Asks for half as many where the answer would be longer than the client takes. */
  private static <T> List<T> inParts(List<UUID> ids, Function<List<UUID>, List<T>> registry) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try {
      return registry.apply(ids);
    } catch (ContentLengthExceededException tooLong) {
      if (ids.size() == 1) {
        throw tooLong;
      }
      var half = ids.size() / 2;
      var all = new ArrayList<>(inParts(ids.subList(0, half), registry));
      all.addAll(inParts(ids.subList(half, ids.size()), registry));
      return all;
    }
  }

  private static Optional<ReferenceFinding> judgeSchema(
      TypeReference reference, Map<UUID, Schema> schemas, Set<UUID> lapsed) {
    var id = reference.schemaId();
    var schema = schemas.get(id);
    if (schema == null) {
      return found(ReferenceFinding.Kind.UNKNOWN, reference, ReferenceFinding.SCHEMA, id);
    }
    if (schema.archived()) {
      return found(ReferenceFinding.Kind.ARCHIVED, reference, ReferenceFinding.SCHEMA, id);
    }
    return reference.schemaVersionId() == null && lapsed.contains(id)
        ? found(ReferenceFinding.Kind.DEPRECATED, reference, ReferenceFinding.SCHEMA, id)
        : Optional.empty();
  }

  private static Optional<ReferenceFinding> judgeVersion(
      TypeReference reference, Map<UUID, Version> versions) {
    var id = reference.schemaVersionId();
    if (id == null) {
      return Optional.empty();
    }
    var version = versions.get(id);
    if (version == null || !version.schemaId().equals(reference.schemaId())) {
      return found(ReferenceFinding.Kind.UNKNOWN, reference, ReferenceFinding.VERSION, id);
    }
    return version.status() == VersionStatus.DEPRECATED
        ? found(ReferenceFinding.Kind.DEPRECATED, reference, ReferenceFinding.VERSION, id)
        : Optional.empty();
  }

  private static Optional<ReferenceFinding> found(
      ReferenceFinding.Kind kind, TypeReference reference, String field, UUID id) {
    return Optional.of(new ReferenceFinding(kind, reference.deviceTypeId(), field, id));
  }
}
