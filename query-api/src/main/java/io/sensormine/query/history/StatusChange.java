package io.sensormine.query.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/**
 * A device became ONLINE or OFFLINE; it is so until the next change.
 *
 * @param time when that was decided
 * @param reason FIRST_HEARD, HEARD, SILENT, RETIRED or RULE_CHANGED
 * @param evidence what it was decided by, an object
 */
@Introspected
record StatusChange(Instant time, String status, String reason, JsonNode evidence) {}
