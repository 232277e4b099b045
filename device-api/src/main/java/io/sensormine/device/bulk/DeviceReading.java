package io.sensormine.device.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.validation.validator.Validator;
import io.sensormine.device.device.DeviceRequest;
import io.sensormine.device.device.Writing;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.Translation;
import io.sensormine.kit.problem.Violation;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one device of many; what is wrong with it is its row's, not the request's. */
@Singleton
final class DeviceReading {
  private static final Violation NO_OBJECT =
      new Violation("", "wrong-type", "A device is an object.");

  private final ObjectMapper json;
  private final Validator validator;
  private final Translation translation;

  DeviceReading(ObjectMapper json, Validator validator, Translation translation) {
    this.json = json;
    this.validator = validator;
    this.translation = translation;
  }

  /** A device as JSON. */
  BulkRow row(int index, JsonNode device) {
    if (!device.isObject()) {
      return BulkRow.broken(index, null, List.of(NO_OBJECT));
    }
    try {
      return row(index, null, json.treeToValue(device, DeviceRequest.class), Writing.PLAIN);
    } catch (JsonProcessingException e) {
      return BulkRow.broken(index, null, violations(translation.problem(e)));
    }
  }

  /** A device whose parts could be read. */
  BulkRow row(int index, @Nullable Long line, DeviceRequest device, Writing writing) {
    var broken = validator.validate(device);
    return broken.isEmpty()
        ? new BulkRow(index, line, device, writing, List.of())
        : BulkRow.broken(
            index, line, violations(translation.problem(new ConstraintViolationException(broken))));
  }

  private static List<Violation> violations(ProblemException problem) {
    return problem.violations().isEmpty()
        ? List.of(new Violation("", problem.type().code(), problem.detail()))
        : problem.violations();
  }
}
