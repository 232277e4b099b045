package io.sensormine.device.attribute;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the values of an attribute are. */
public enum AttributeType {
  @JsonProperty("text")
  TEXT,
  @JsonProperty("number")
  NUMBER,
  @JsonProperty("integer")
  INTEGER,
  @JsonProperty("boolean")
  BOOLEAN,
  /** An ISO 8601 calendar date. */
  @JsonProperty("date")
  DATE,
  /** One of the definition's options. */
  @JsonProperty("enum")
  ENUM,
  @JsonProperty("email")
  EMAIL,
  /** An absolute http or https URL. */
  @JsonProperty("url")
  URL
}
