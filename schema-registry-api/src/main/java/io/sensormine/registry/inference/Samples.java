package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/**
 * Messages to infer a definition from.
 *
 * @param samples at least one
 */
@Introspected
record Samples(@NotEmpty List<JsonNode> samples) {}
