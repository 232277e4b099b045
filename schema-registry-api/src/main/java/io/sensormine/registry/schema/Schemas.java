package io.sensormine.registry.schema;

import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.contracts.Page;
import io.sensormine.contracts.registry.ResolvedSchemas;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.list.PageRequest;
import io.sensormine.kit.tenant.TenantContext;
import io.sensormine.kit.text.PlainText;
import io.sensormine.registry.definition.Definition;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tenant's schemas. */
@Singleton
class Schemas {
  private static final UUID FIRST_ID = new UUID(0, 0);

  private final SchemaRepository schemas;
  private final Versions versions;
  private final AuditLog audit;
  private final Clock clock;

  Schemas(SchemaRepository schemas, Versions versions, AuditLog audit, Clock clock) {
    this.schemas = schemas;
    this.versions = versions;
    this.audit = audit;
    this.clock = clock;
  }

  /** A schema with its first version, both or neither. */
  @Transactional
  Outcome<Schema> create(NewSchema schema, Definition definition, String actor) {
    var unknown = Lineage.violations(definition, Set.of());
    if (!unknown.isEmpty()) {
      return new Outcome.Invalid<>(unknown);
    }
    var id = Ids.next();
    var tenant = TenantContext.required();
    var added =
        schemas.insert(
            id,
            tenant,
            schema.name(),
            schema.description(),
            schema.distinctTags(),
            schema.compatibilityOrDefault(),
            schema.policyOrDefault(),
            clock.instant());
    if (added == 0) {
      return new Outcome.NameTaken<>(schema.name());
    }
    versions.append(tenant, id, definition, null);
    audit.created(tenant, id, SchemaContent.of(schema), actor);
    return new Outcome.Created<>(find(id).orElseThrow());
  }

  Optional<Schema> find(UUID id) {
    return schemas.find(id).map(ListedSchema::toSchema);
  }

  /** In the order asked for, each once. */
  ResolvedSchemas resolve(List<UUID> ids) {
    var distinct = new LinkedHashSet<>(ids);
    if (distinct.isEmpty()) {
      return new ResolvedSchemas(List.of(), List.of(), List.of());
    }
    var found =
        schemas.findAll(distinct).stream()
            .map(ListedSchema::toSchema)
            .collect(Collectors.toMap(Schema::id, Function.identity()));
    var lapsed = schemas.findLapsed(distinct);
    return new ResolvedSchemas(
        distinct.stream().map(found::get).filter(Objects::nonNull).toList(),
        distinct.stream().filter(id -> !found.containsKey(id)).toList(),
        distinct.stream().filter(lapsed::contains).toList());
  }

  /** In order of name, whatever its case. */
  Page<Schema> list(SchemaFilter filter, PageRequest page) {
    List<ListedSchema> rows =
        schemas.list(
            filter.prefix(),
            filter.tag(),
            filter.archived(),
            page.key(0, "", Schemas::nameKey),
            page.key(1, FIRST_ID, UUID::fromString),
            page.rowsToRead());
    var found = page.page(rows, row -> List.of(row.nameKey(), row.id().toString()));
    return new Page<>(
        found.items().stream().map(ListedSchema::toSchema).toList(), found.nextCursor());
  }

  @Transactional
  Outcome<Schema> change(UUID id, SchemaPatch patch, String actor) {
    var row = schemas.findByIdForUpdate(id).orElse(null);
    if (row == null) {
      return new Outcome.Unknown<>("schema");
    }
    if (row.archivedAt() != null) {
      return new Outcome.Archived<>();
    }
    var changed = patch.applyTo(row);
    schemas.change(
        id,
        changed.description(),
        changed.tags(),
        changed.compatibility(),
        changed.compatibilityPolicy());
    audit.changed(row, SchemaContent.of(changed), actor);
    return new Outcome.Done<>(find(id).orElseThrow());
  }

  /** Archives a schema; archived already, it stays as it is. */
  @Transactional
  Outcome<UUID> archive(UUID id, String actor) {
    var row = schemas.findByIdForUpdate(id).orElse(null);
    if (row == null) {
      return new Outcome.Unknown<>("schema");
    }
    schemas.archive(id, clock.instant());
    audit.changed(row, SchemaContent.of(row).inArchive(), actor);
    return new Outcome.Done<>(id);
  }

  private static String nameKey(String key) {
    if (!PlainText.isLine(key)) {
      throw new IllegalArgumentException("no name holds such characters");
    }
    return key;
  }
}
