package io.sensormine.device.attribute;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.text.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device type says of one attribute of its devices.
 *
 * @param required whether each device must have it; false where not said
 * @param min inclusive: a number's least value, a text's least length in characters
 * @param max inclusive: a number's greatest value, a text's greatest length in characters
 * @param pattern RE2 syntax; a text's value must contain a match, as in JSON Schema
 * @param options the values an enum can have
 * @param preset ({@code default} in JSON) the value a device gets that gives none
 */
@Introspected
public record AttributeDefinition(
    @NotBlank @Size(max = 100) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String name,
    @NotNull AttributeType type,
    @Nullable Boolean required,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    @Nullable @Size(max = 500) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String pattern,
    @Nullable @Size(min = 1, max = 500) List<
                @NotBlank @Size(max = 200) @Pattern(regexp = PlainText.LINE, message = PlainText.MESSAGE) String>
            options,
    @JsonProperty("default") @Nullable JsonNode preset) {
  public AttributeDefinition {
    required = required != null && required;
    preset = preset == null || preset.isNull() ? null : preset;
  }

  /** Whether each device must have it. */
  public boolean mandatory() {
    return Boolean.TRUE.equals(required);
  }
}
