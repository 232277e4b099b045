package io.sensormine.device.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.validation.validator.Validator;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import java.io.UncheckedIOException;

/** Reads what a device type once was. */
@Singleton
class Snapshots {
  private final ObjectMapper json;
  private final Validator validator;

  Snapshots(ObjectMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /** The content, checked as if a client sent it today: the rules may have changed since. */
  DeviceTypeContent content(JsonNode snapshot) {
    try {
      ObjectNode properties = snapshot.deepCopy();
      // no client sets it, and what is archived is not rolled back
      properties.remove("archived");
      var request = json.treeToValue(properties, DeviceTypeRequest.class);
      var violations = validator.validate(request);
      if (!violations.isEmpty()) {
        throw new ConstraintViolationException(violations);
      }
      return request.content();
    } catch (JsonProcessingException e) {
      // translated at the edge, like any body that cannot be read
      throw new UncheckedIOException(e);
    }
  }
}
