package io.sensormine.device.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.sensormine.device.device.DeviceAction;
import java.time.Instant;
import java.util.UUID;

/** A row of gateway_credential_audit_logs. */
@MappedEntity("gateway_credential_audit_logs")
record GatewayCredentialAudit(
    @Id UUID id,
    UUID tenantId,
    UUID credentialId,
    DeviceAction action,
    String actor,
    @TypeDef(type = DataType.JSON) JsonNode patch,
    Instant occurredAt) {}
