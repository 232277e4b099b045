package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A version to add.
 *
 * @param changeNote what has changed, for people
 */
@Introspected
record NewVersion(
    @NotNull @Schema(type = "object") JsonNode definition,
    @Size(max = Text.MAX_PROSE) @Pattern(regexp = PlainText.LINES, message = PlainText.MESSAGE) @Nullable String changeNote) {}
