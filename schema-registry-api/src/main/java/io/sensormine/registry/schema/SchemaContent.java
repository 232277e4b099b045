package io.sensormine.registry.schema;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a schema can change or be set, as the audit log compares it. */
@Introspected
record SchemaContent(
    String name,
    @Nullable String description,
    List<String> tags,
    Compatibility compatibility,
    CompatibilityPolicy compatibilityPolicy,
    boolean archived) {
  SchemaContent {
    tags = List.copyOf(tags);
  }

  static SchemaContent of(NewSchema schema) {
    return new SchemaContent(
        schema.name(),
        schema.description(),
        schema.distinctTags(),
        schema.compatibilityOrDefault(),
        schema.policyOrDefault(),
        false);
  }

  static SchemaContent of(SchemaRow row) {
    return new SchemaContent(
        row.name(),
        row.description(),
        row.tags(),
        row.compatibility(),
        row.compatibilityPolicy(),
        row.archivedAt() != null);
  }

  SchemaContent inArchive() {
    return new SchemaContent(
        name, description, tags, compatibility, compatibilityPolicy, /* archived= */ true);
  }
}
