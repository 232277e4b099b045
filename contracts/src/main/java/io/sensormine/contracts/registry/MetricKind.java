package io.sensormine.contracts.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a field's values move, the schema's {@code x-metric-kind}. */
public enum MetricKind {
  @JsonProperty("gauge")
  GAUGE,
  @JsonProperty("counter")
  COUNTER,
  @JsonProperty("state")
  STATE
}
