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
import java.util.List;
import java.util.Map;
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
    for (var schema :
        resolved(
            references.stream().map(TypeReference::schemaId),
            ids -> registry.resolveSchemas(new SchemaIds(ids)).items())) {
      schemas.put(schema.id(), schema);
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
      judge(reference, schemas, versions, findings);
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

  private static void judge(
      TypeReference reference,
      Map<UUID, Schema> schemas,
      Map<UUID, Version> versions,
      List<ReferenceFinding> findings) {
    var type = reference.deviceTypeId();
    var schema = schemas.get(reference.schemaId());
    if (schema == null || schema.archived()) {
      var kind = schema == null ? ReferenceFinding.Kind.UNKNOWN : ReferenceFinding.Kind.ARCHIVED;
      findings.add(new ReferenceFinding(kind, type, ReferenceFinding.SCHEMA, reference.schemaId()));
    }
    var pinned = reference.schemaVersionId();
    if (pinned == null) {
      return;
    }
    var version = versions.get(pinned);
    if (version == null || !version.schemaId().equals(reference.schemaId())) {
      findings.add(
          new ReferenceFinding(
              ReferenceFinding.Kind.UNKNOWN, type, ReferenceFinding.VERSION, pinned));
    } else if (version.status() == VersionStatus.DEPRECATED) {
      findings.add(
          new ReferenceFinding(
              ReferenceFinding.Kind.DEPRECATED, type, ReferenceFinding.VERSION, pinned));
    }
  }
}
