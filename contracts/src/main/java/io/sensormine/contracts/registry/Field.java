package io.sensormine.contracts.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.core.annotation.Introspected;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field that a schema version declares.
 *
 * @param path dotted, as the field is stored and asked for
 * @param unit UCUM, such as {@code Cel}; null where none is declared
 * @param minimum inclusive, in {@code unit}
 * @param maximum inclusive, in {@code unit}
 * @param renamedFrom the path that it had in an earlier version; null where it was never called
 *     otherwise
 * @param options the values allowed ({@code enum} in JSON); null where any is
 */
@Introspected
public record Field(
    String path,
    FieldType type,
    @Nullable String unit,
    @Nullable MetricKind kind,
    @Nullable String title,
    @Nullable String description,
    @Nullable BigDecimal minimum,
    @Nullable BigDecimal maximum,
    @Nullable String renamedFrom,
    @JsonProperty("enum") @Nullable List<JsonNode> options) {
  public Field {
    options = options == null ? null : List.copyOf(options);
  }
}
