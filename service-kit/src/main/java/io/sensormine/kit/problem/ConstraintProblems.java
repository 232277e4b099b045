package io.sensormine.kit.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Declared constraints that a request breaks, as violations with JSON Pointers. */
final class ConstraintProblems {
  private ConstraintProblems() {}

  static ProblemException of(ConstraintViolationException error) {
    List<Violation> violations =
        error.getConstraintViolations().stream()
            .map(ConstraintProblems::violation)
            .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::code))
            .toList();
    var first = violations.getFirst();
    return ProblemException.of(
        ProblemType.INVALID_REQUEST,
        "At `%s`: %s.".formatted(first.path(), first.message()),
        violations);
  }

  private static Violation violation(ConstraintViolation<?> violation) {
    var pointer = new StringBuilder();
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getIndex() != null) {
        pointer.append('/').append(node.getIndex());
      }
      // the method and its body parameter are ours, not the client's
      var ours = node.getKind() == ElementKind.METHOD || node.getKind() == ElementKind.PARAMETER;
      var name = node.getName();
      if (!ours && name != null && !name.startsWith("<") && !name.isEmpty()) {
        pointer.append('/').append(name);
      }
    }
    return new Violation(pointer.toString(), code(violation), violation.getMessage());
  }

  /** {@code NotBlank} becomes {@code not-blank}. */
  private static String code(ConstraintViolation<?> violation) {
    var descriptor = violation.getConstraintDescriptor();
    return descriptor == null
        ? "invalid"
        : descriptor
            .getAnnotation()
            .annotationType()
            .getSimpleName()
            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
            .toLowerCase(Locale.ROOT);
  }
}
