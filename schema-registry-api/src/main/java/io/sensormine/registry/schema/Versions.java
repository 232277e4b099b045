package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.ResolvedVersions;
import io.sensormine.contracts.registry.SchemaVersion;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.registry.compatibility.Judge;
import io.sensormine.registry.compatibility.Judgement;
import io.sensormine.registry.definition.Definition;
import io.sensormine.registry.schema.SchemaAudit.Action;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The versions of the tenant's schemas. */
@Singleton
class Versions {
  private final SchemaRepository schemas;
  private final VersionRepository versions;
  private final Contenders contenders;
  private final Judge judge;
  private final AuditLog audit;
  private final Clock clock;

  Versions(
      SchemaRepository schemas,
      VersionRepository versions,
      Contenders contenders,
      Judge judge,
      AuditLog audit,
      Clock clock) {
    this.schemas = schemas;
    this.versions = versions;
    this.contenders = contenders;
    this.judge = judge;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Adds a version, or finds the one that has an equal definition already. The schema stays locked
   * meanwhile: two that come at once get two numbers, or one and the same version.
   */
  @Transactional
  Outcome<SchemaVersion> add(
      UUID schemaId, Definition definition, @Nullable String changeNote, String actor) {
    var schema = schemas.findByIdForUpdate(schemaId).orElse(null);
    if (schema == null) {
      return new Outcome.Unknown<>("schema");
    }
    var equal = versions.find(schemaId, definition.fingerprint());
    if (equal.isPresent()) {
      return new Outcome.Done<>(equal.get().toVersion());
    }
    if (schema.archivedAt() != null) {
      return new Outcome.Archived<>();
    }
    var unknown = Lineage.violations(definition, versions.fieldPaths(schemaId));
    if (!unknown.isEmpty()) {
      return new Outcome.Invalid<>(unknown);
    }
    var judgement = judge(schema, definition.selfContained(), 0);
    if (!judgement.compatible()) {
      return new Outcome.Incompatible<>(judgement);
    }
    var id = append(schema.tenantId(), schemaId, definition, changeNote);
    var added = find(id).orElseThrow();
    audit.version(schema, Action.VERSION_ADDED, added.version(), actor);
    return new Outcome.Created<>(added);
  }

  /** Adds the next version within a transaction that holds the schema. */
  UUID append(UUID tenantId, UUID schemaId, Definition definition, @Nullable String changeNote) {
    var id = Ids.next();
    versions.insert(
        id,
        tenantId,
        schemaId,
        definition.json(),
        definition.bundle(),
        definition.fingerprint(),
        definition.fields(),
        changeNote,
        clock.instant());
    return id;
  }

  /**
   * Makes a draft active. It is judged again while the schema is locked: since it was made, another
   * may have become active.
   */
  @Transactional
  Outcome<SchemaVersion> activate(UUID schemaId, int version, String actor) {
    return step(
        schemaId,
        version,
        VersionStatus.ACTIVE,
        actor,
        (schema, draft) -> judge(schema, draft.selfContained(), version),
        () -> versions.activate(schemaId, version, clock.instant()));
  }

  @Transactional
  Outcome<SchemaVersion> deprecate(UUID schemaId, int version, String actor) {
    return step(
        schemaId,
        version,
        VersionStatus.DEPRECATED,
        actor,
        (schema, active) -> null,
        () -> versions.deprecate(schemaId, version, clock.instant()));
  }

  private Judgement judge(SchemaRow schema, JsonNode definition, int but) {
    var mode = schema.compatibility();
    return judge.judge(
        definition,
        mode == Compatibility.NONE ? List.of() : contenders.of(schema.id(), mode, but),
        mode,
        schema.compatibilityPolicy());
  }

  private Outcome<SchemaVersion> step(
      UUID schemaId,
      int version,
      VersionStatus to,
      String actor,
      BiFunction<SchemaRow, VersionRow, @Nullable Judgement> judged,
      IntSupplier update) {
    var schema = schemas.findByIdForUpdate(schemaId).orElse(null);
    if (schema == null) {
      return new Outcome.Unknown<>("schema");
    }
    var before = versions.find(schemaId, version).orElse(null);
    if (before == null) {
      return new Outcome.Unknown<>("version");
    }
    if (schema.archivedAt() != null) {
      return new Outcome.Archived<>();
    }
    var judgement = before.status().compareTo(to) < 0 ? judged.apply(schema, before) : null;
    if (judgement != null && !judgement.compatible()) {
      return new Outcome.Incompatible<>(judgement);
    }
    if (update.getAsInt() == 0) {
      return new Outcome.IllegalStep<>(before.status(), to);
    }
    var action = to == VersionStatus.ACTIVE ? Action.VERSION_ACTIVATED : Action.VERSION_DEPRECATED;
    audit.version(schema, action, version, actor);
    return new Outcome.Done<>(find(schemaId, version).orElseThrow());
  }

  Optional<SchemaVersion> find(UUID id) {
    return versions.find(id).map(VersionRow::toVersion);
  }

  Optional<SchemaVersion> find(UUID schemaId, int version) {
    return versions.find(schemaId, version).map(VersionRow::toVersion);
  }

  /** The newest first; empty where there is no such schema. */
  Optional<Page<SchemaVersion>> list(
      UUID schemaId, @Nullable VersionStatus status, PageRequest page) {
    if (schemas.find(schemaId).isEmpty()) {
      return Optional.empty();
    }
    var rows =
        versions
            .list(schemaId, page.key(0, Long.MAX_VALUE, Long::valueOf), status, page.rowsToRead())
            .stream()
            .map(VersionRow::toVersion)
            .toList();
    return Optional.of(page.page(rows, version -> List.of(Integer.toString(version.version()))));
  }

  /** In the order asked for, each once. */
  ResolvedVersions resolve(List<UUID> ids) {
    var distinct = new LinkedHashSet<>(ids);
    if (distinct.isEmpty()) {
      return new ResolvedVersions(List.of(), List.of());
    }
    var found =
        versions.findAll(distinct).stream()
            .map(VersionRow::toVersion)
            .collect(Collectors.toMap(SchemaVersion::id, Function.identity()));
    return new ResolvedVersions(
        distinct.stream().map(found::get).filter(Objects::nonNull).toList(),
        distinct.stream().filter(id -> !found.containsKey(id)).toList());
  }
}
