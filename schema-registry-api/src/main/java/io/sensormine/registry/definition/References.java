package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The schema versions that a definition may refer to. */
@FunctionalInterface
public interface References {
  /**
   * The definition of a version, whatever its status, with every definition that it refers to
   * inside; empty where no living schema of the tenant at hand has that name, in this very case,
   * and such a version.
   */
  Optional<JsonNode> find(String name, int version);
}
