package io.sensormine.ingestion.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.contracts.registry.FieldType;
import java.util.Map;

/** A message in a form that leaves to the schema what some of it means. */
@FunctionalInterface
public interface LooseMessage {
  /**
   * What it says: an envelope of time and fields. Made anew at every call.
   *
   * @param declared the types of the fields that the schema declares, by dotted path
   */
  ObjectNode root(Map<String, FieldType> declared);
}
