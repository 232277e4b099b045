package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code schema_audit_logs}. */
@MappedEntity("schema_audit_logs")
record SchemaAudit(
    @Id UUID id,
    UUID tenantId,
    UUID schemaId,
    Action action,
    String actor,
    @Nullable Integer version,
    @TypeDef(type = DataType.JSON) @Nullable JsonNode patch,
    Instant occurredAt) {

  /** What was done; to the schema, or to one of its versions. */
  enum Action {
    CREATED,
    CHANGED,
    ARCHIVED,
    VERSION_ADDED,
    VERSION_ACTIVATED,
    VERSION_DEPRECATED
  }

  AuditEntry entry() {
    return new AuditEntry(id, action, actor, occurredAt, version, patch);
  }
}
