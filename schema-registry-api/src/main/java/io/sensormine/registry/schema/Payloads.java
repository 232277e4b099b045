package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Messages to check against a version.
 *
 * @param payloads at most 1,000
 */
@Introspected
record Payloads(@NotNull @Size(max = 1000) List<JsonNode> payloads) {}
