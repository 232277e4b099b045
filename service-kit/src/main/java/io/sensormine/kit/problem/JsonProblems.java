package io.sensormine.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a body that cannot be read means: 400 where it is no JSON, 422 where it is the wrong one.
 */
final class JsonProblems {
  private JsonProblems() {}

  static ProblemException of(JsonProcessingException error) {
    return switch (error) {
      case StreamConstraintsException over -> over(over);
      case JsonMappingException mapping
          when mapping.getCause() instanceof StreamConstraintsException over ->
          over(over);
      case UnrecognizedPropertyException unknown ->
          violation(
              unknown,
              ProblemType.INVALID_REQUEST,
              "unknown-property",
              "There is no property `%s` here; known are %s."
                  .formatted(unknown.getPropertyName(), names(unknown)));
      case InvalidFormatException format when format.getTargetType() == UUID.class ->
          violation(
              format,
              ProblemType.MALFORMED_ID,
              ProblemType.MALFORMED_ID.code(),
              "`%s` is no UUID.".formatted(format.getValue()));
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          violation(
              format,
              ProblemType.INVALID_REQUEST,
              "not-an-option",
              "`%s` is none of %s."
                  .formatted(
                      format.getValue(),
                      Arrays.stream(format.getTargetType().getEnumConstants())
                          .map(String::valueOf)
                          .collect(Collectors.joining(", "))));
      case MismatchedInputException mismatch ->
          mismatch.getTargetType() == null
              ? malformed(mismatch)
              : violation(
                  mismatch,
                  ProblemType.INVALID_REQUEST,
                  "wrong-type",
                  "This value cannot be read as " + type(mismatch.getTargetType()) + ".");
      case JsonMappingException mapping when mapping.getCause() instanceof ProblemException inner ->
          inner;
      case JsonMappingException mapping
          when mapping.getCause() instanceof JsonProcessingException inner
              && !(inner instanceof JsonMappingException) ->
          malformed(inner);
      case JsonMappingException mapping when mapping.getCause() instanceof RuntimeException inner ->
          violation(
              mapping,
              ProblemType.INVALID_REQUEST,
              "invalid-value",
              inner.getMessage() == null ? "This value is refused." : inner.getMessage());
      default -> malformed(error);
    };
  }

  private static ProblemException over(StreamConstraintsException error) {
    // which constant of its own the parser had it from is nothing to a client
    var limit = firstLine(error.getOriginalMessage()).replaceAll(", from `[^`]*`", "");
    return ProblemException.of(
        ProblemType.TOO_LARGE, "The body is over a limit of this service: " + limit + ".");
  }

  private static ProblemException malformed(JsonProcessingException error) {
    var location = error.getLocation();
    var where =
        location == null
            ? ""
            : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    return ProblemException.of(
        ProblemType.MALFORMED_JSON,
        "The body stops being JSON%s: %s".formatted(where, firstLine(error.getOriginalMessage())));
  }

  private static ProblemException violation(
      JsonMappingException error, ProblemType type, String code, String message) {
    var pointer = pointer(error);
    return ProblemException.of(
        type,
        pointer.isEmpty() ? message : "At `%s`: %s".formatted(pointer, message),
        List.of(new Violation(pointer, code, message)));
  }

  private static String pointer(JsonMappingException error) {
    return Violation.pointer(
        error.getPath().stream()
            .map(step ->
                step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
            .toArray(String[]::new));
  }

  private static String names(UnrecognizedPropertyException error) {
    var known = error.getKnownPropertyIds();
    return known == null
        ? "none"
        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String type(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return type == boolean.class ? "true or false" : "a number";
    }
    return type == Boolean.class
        ? "true or false"
        : Iterable.class.isAssignableFrom(type) ? "an array" : "an object of the expected kind";
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
