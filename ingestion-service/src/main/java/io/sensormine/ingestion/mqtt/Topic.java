package io.sensormine.ingestion.mqtt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A topic that telemetry goes to.
 *
 * @param device the external id that it names; null where it is the sender itself
 */
record Topic(@Nullable String device) {
  private static final String OWN = "sensormine/v1/telemetry";
  private static final String BEFORE = "sensormine/v1/";
  private static final String AFTER = "/telemetry";

  /** Reads a topic's name; empty where it is none for telemetry. */
  static Optional<Topic> of(String name) {
    if (name.equals(OWN)) {
      return Optional.of(new Topic(null));
    }
    return name.length() > BEFORE.length() + AFTER.length()
            && name.startsWith(BEFORE)
            && name.endsWith(AFTER)
        ? Optional.of(new Topic(name.substring(BEFORE.length(), name.length() - AFTER.length())))
        : Optional.empty();
  }

  /** Whether it is for who speaks for all devices of a tenant. */
  boolean isOfGateway() {
    return device != null;
  }
}
