package io.sensormine.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON in tests, written with single quotes. */
final class Json {
  private static final ObjectMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final ObjectMapper BY_DOUBLE = new JsonMapper();

  private Json() {}

  /** As the registry reads it: fractions as decimals. */
  static JsonNode json(String text) {
    return read(EXACT, text);
  }

  /** As ingestion reads it: fractions as doubles. */
  static JsonNode byDouble(String text) {
    return read(BY_DOUBLE, text);
  }

  private static JsonNode read(ObjectMapper mapper, String text) {
    try {
      return mapper.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
