package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.text.PlainText;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change of a schema; what is left out stays.
 *
 * @param description text; null takes it away
 */
@Introspected
record SchemaPatch(
    @Schema(type = "string", nullable = true, maxLength = Text.MAX_PROSE)
        @Nullable JsonNode description,
    @Size(max = Text.MAX_TAGS) @Nullable List<
                @NotBlank @Size(max = Text.MAX_TAG) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String>
            tags,
    @Nullable Compatibility compatibility,
    @Nullable CompatibilityPolicy compatibilityPolicy) {

  SchemaPatch {
    if (description != null && !description.isNull() && !isProse(description)) {
      throw ProblemException.at(
          "/description",
          ProblemType.INVALID_REQUEST,
          "The description is text of at most %d characters, or null.".formatted(Text.MAX_PROSE));
    }
  }

  private static boolean isProse(JsonNode description) {
    return description.isTextual()
        && description.textValue().length() <= Text.MAX_PROSE
        && description.textValue().matches(PlainText.LINES);
  }

  /** The schema's row after the change. */
  SchemaRow applyTo(SchemaRow row) {
    return new SchemaRow(
        row.id(),
        row.tenantId(),
        row.name(),
        row.nameKey(),
        description == null ? row.description() : description.textValue(),
        tags == null ? row.tags() : tags.stream().distinct().toList(),
        compatibility == null ? row.compatibility() : compatibility,
        compatibilityPolicy == null ? row.compatibilityPolicy() : compatibilityPolicy,
        row.archivedAt(),
        row.createdAt());
  }
}
