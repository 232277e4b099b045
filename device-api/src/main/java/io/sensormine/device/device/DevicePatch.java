package io.sensormine.device.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.validation.validator.Validator;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import java.io.UncheckedIOException;

/** JSON Merge Patch (RFC 7396) of a device: null takes away, objects merge, all else replaces. */
@Singleton
class DevicePatch {
  private final ObjectMapper json;
  private final Validator validator;

  DevicePatch(ObjectMapper json, Validator validator) {
    this.json = json;
    this.validator = validator;
  }

  /** The device as the patch makes it, checked as a whole one is. */
  DeviceContent apply(DeviceContent standing, JsonNode patch) {
    if (!patch.isObject()) {
      throw ProblemException.at(
          "", ProblemType.INVALID_REQUEST, "A patch is an object of the properties to change.");
    }
    try {
      var merged = merge(json.valueToTree(standing), patch);
      var request = json.treeToValue(merged, DeviceRequest.class);
      var violations = validator.validate(request);
      if (!violations.isEmpty()) {
        throw new ConstraintViolationException(violations);
      }
      return request.content(standing.status());
    } catch (JsonProcessingException e) {
      // translated at the edge, like any body that cannot be read
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    var result =
        target instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    changes
        .properties()
        .forEach(property -> {
          if (property.getValue().isNull()) {
            result.remove(property.getKey());
          } else {
            result.set(
                property.getKey(), merge(result.path(property.getKey()), property.getValue()));
          }
        });
    return result;
  }
}
