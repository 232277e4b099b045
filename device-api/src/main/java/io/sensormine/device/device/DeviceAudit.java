package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.device.audit.AuditEntry;
import java.time.Instant;
import java.util.UUID;

/** A row of device_audit_logs. */
@MappedEntity("device_audit_logs")
record DeviceAudit(
    @Id UUID id,
    UUID tenantId,
    UUID deviceId,
    DeviceAction action,
    String actor,
    long revision,
    @TypeDef(type = DataType.JSON) JsonNode patch,
    Instant occurredAt) {

  AuditEntry entry() {
    return new AuditEntry(id, action.name(), actor, occurredAt, revision, patch, null);
  }
}
