package io.sensormine.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import io.sensormine.registry.definition.Checked;
import io.sensormine.registry.definition.Definition;
import io.sensormine.registry.definition.Definitions;
import io.sensormine.registry.definition.Violations;
import java.util.List;

/** What each refusal is called at the edge. */
final class Refusals {
  private Refusals() {}

  /** What a request proposes, once it is checked; 422 where it may be no definition. */
  static Definition definition(Definitions definitions, JsonNode proposed) {
    return switch (definitions.check(proposed)) {
      case Checked.Accepted accepted -> accepted.definition();
      case Checked.Refused refused -> throw invalid(refused.violations());
    };
  }

  private static ProblemException invalid(List<Violation> found) {
    var violations =
        found.stream()
            .map(violation ->
                new Violation(
                    "/definition" + violation.path(), violation.code(), violation.message()))
            .toList();
    var first = violations.getFirst();
    return ProblemException.of(
        ProblemType.INVALID_SCHEMA,
        "At `%s`: %s".formatted(first.path(), first.message()),
        violations);
  }

  static ProblemException of(Outcome.Unknown<?> unknown) {
    return ProblemException.notFound(unknown.what());
  }

  static ProblemException of(Outcome.NameTaken<?> taken) {
    return ProblemException.at(
        "/name",
        ProblemType.NAME_TAKEN,
        "There is a schema called `%s`; add a version to it, or choose another name."
            .formatted(taken.name()));
  }

  static ProblemException of(Outcome.Incompatible<?> incompatible) {
    var judgement = incompatible.judgement();
    var breaking = judgement.breaking();
    var violations =
        breaking.stream()
            .map(change ->
                new Violation(
                    "/definition" + change.path(),
                    Violations.code(change.keyword()),
                    change.hint() == null
                        ? change.message()
                        : change.message() + " " + change.hint()))
            .toList();
    return ProblemException.of(
        ProblemType.INCOMPATIBLE_SCHEMA,
        "The schema is held to %s, and this breaks it in %d %s. The first: %s"
            .formatted(
                judgement.mode(),
                breaking.size(),
                breaking.size() == 1 ? "place" : "places",
                breaking.getFirst().message()),
        violations);
  }

  static ProblemException archived() {
    return ProblemException.of(
        ProblemType.ILLEGAL_STEP, "The schema is archived; it takes no changes any more.");
  }

  static ProblemException of(Outcome.IllegalStep<?> step) {
    return ProblemException.of(
        ProblemType.ILLEGAL_STEP,
        "The version is %s; a version goes from DRAFT to ACTIVE to DEPRECATED, so it cannot become %s."
            .formatted(step.from(), step.to()));
  }

  /** What was asked for, or the refusal. */
  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Created<T> created -> created.value();
      case Outcome.Done<T> done -> done.value();
      case Outcome.Unknown<T> unknown -> throw of(unknown);
      case Outcome.NameTaken<T> taken -> throw of(taken);
      case Outcome.Archived<T> archived -> throw archived();
      case Outcome.Invalid<T> invalid -> throw invalid(invalid.violations());
      case Outcome.Incompatible<T> incompatible -> throw of(incompatible);
      case Outcome.IllegalStep<T> step -> throw of(step);
    };
  }
}
