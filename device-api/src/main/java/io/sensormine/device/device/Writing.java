package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;

/** How the attributes of a device are written, where that may mean more than what was read. */
@FunctionalInterface
public interface Writing {
  /** Means what was read, and nothing else. */
  Writing PLAIN = (attribute, value) -> false;

  /** Whether what is written for an attribute is how this value is written, too. */
  boolean mayMean(String attribute, JsonNode value);
}
