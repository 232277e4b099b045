package io.sensormine.device.type;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;

/**
 * A device type as it stood after one change.
 *
 * @param version counted from 1
 * @param snapshot everything that a client can set, and {@code archived}
 * @param actor the subject of the token that made the change
 */
@MappedEntity("device_type_versions")
record DeviceTypeVersion(
    @Id UUID id,
    @JsonIgnore UUID tenantId,
    UUID deviceTypeId,
    int version,
    @TypeDef(type = DataType.JSON) JsonNode snapshot,
    String actor,
    Instant createdAt) {}
