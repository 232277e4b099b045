package io.sensormine.device.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.device.audit.AuditEntry;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of device_type_audit_logs. */
@MappedEntity("device_type_audit_logs")
record DeviceTypeAudit(
    @Id UUID id,
    UUID tenantId,
    UUID deviceTypeId,
    Action action,
    String actor,
    long revision,
    @TypeDef(type = DataType.JSON) JsonNode patch,
    @TypeDef(type = DataType.JSON) @Nullable JsonNode details,
    Instant occurredAt) {

  /** What was done. */
  enum Action {
    CREATED,
    UPDATED,
    ROLLED_BACK,
    ARCHIVED
  }

  AuditEntry entry() {
    return new AuditEntry(id, action.name(), actor, occurredAt, revision, patch, details);
  }
}
