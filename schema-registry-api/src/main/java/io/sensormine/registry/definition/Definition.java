package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Field;
import java.util.List;

/**
 * A definition that has passed every check.
 *
 * @param json as it was sent
 * @param fingerprint SHA-256, in hex, of its RFC 8785 form
 * @param fields what it declares, in order of path
 */
public record Definition(JsonNode json, String fingerprint, List<Field> fields) {
  public Definition {
    fields = List.copyOf(fields);
  }
}
