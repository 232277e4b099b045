package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** A definition to judge. */
@Introspected
record ProposedDefinition(@NotNull @Schema(type = "object") JsonNode definition) {}
