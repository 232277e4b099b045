package io.sensormine.contracts.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a field's values are, in JSON Schema's words. */
public enum FieldType {
  @JsonProperty("number")
  NUMBER,
  @JsonProperty("integer")
  INTEGER,
  @JsonProperty("boolean")
  BOOLEAN,
  @JsonProperty("string")
  STRING
}
