package io.sensormine.standalone.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One message.
 *
 * @param device the place of its device, from 0
 * @param time when it is due, which is when it was measured
 * @param valid whether it keeps the schema
 */
record Sample(int device, Instant time, ObjectNode fields, boolean valid) {
  /** As its device sends it. */
  ObjectNode envelope() {
    var envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("time", time.toString());
    envelope.set("fields", fields);
    return envelope;
  }

  /** As a gateway sends it. */
  ObjectNode envelope(String externalId) {
    return envelope().put("device", externalId);
  }
}
