package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A definition that has passed every check.
 *
 * @param json as it was sent
 * @param bundle with every definition of another schema version that it refers to inside; null
 *     where it refers to none
 * @param fingerprint SHA-256, in hex, of its RFC 8785 form
 * @param fields what it declares, in order of path
 * @param renames where it says that a field was renamed: the former path, and a JSON Pointer
 */
public record Definition(
    JsonNode json,
    @Nullable JsonNode bundle,
    String fingerprint,
    List<Field> fields,
    Map<String, String> renames) {
  public Definition {
    fields = List.copyOf(fields);
    renames = Map.copyOf(renames);
  }

  /** What it means by itself: the bundle, or the definition where there is none. */
  public JsonNode selfContained() {
    return bundle == null ? json : bundle;
  }
}
