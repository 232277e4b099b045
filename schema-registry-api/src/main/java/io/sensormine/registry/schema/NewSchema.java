package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.kit.text.PlainText;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schema to create, with its first version.
 *
 * @param name unique among the tenant's living schemas
 * @param definition JSON Schema 2020-12 of one message
 */
@Introspected
record NewSchema(
    @NotBlank @Size(max = Text.MAX_NAME) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @Size(max = Text.MAX_PROSE) @Pattern(regexp = PlainText.LINES, message = PlainText.MESSAGE) @Nullable String description,
    @Size(max = Text.MAX_TAGS) @Nullable List<
                @NotBlank @Size(max = Text.MAX_TAG) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String>
            tags,
    @Nullable Compatibility compatibility,
    @Nullable CompatibilityPolicy compatibilityPolicy,
    @NotNull @Schema(type = "object") JsonNode definition) {

  List<String> distinctTags() {
    return tags == null ? List.of() : tags.stream().distinct().toList();
  }

  Compatibility compatibilityOrDefault() {
    return compatibility == null ? Compatibility.BACKWARD : compatibility;
  }

  CompatibilityPolicy policyOrDefault() {
    return compatibilityPolicy == null ? CompatibilityPolicy.LENIENT : compatibilityPolicy;
  }
}
