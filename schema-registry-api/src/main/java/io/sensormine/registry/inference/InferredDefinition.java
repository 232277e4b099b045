package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What the samples have in common.
 *
 * @param definition one that a schema can be created with
 */
@Introspected
record InferredDefinition(@Schema(type = "object") JsonNode definition) {}
