package io.sensormine.ingestion.lineprotocol;

import io.micronaut.core.annotation.Introspected;
import io.sensormine.kit.problem.Problem;

/**
 * A refusal as InfluxDB's clients read it.
 *
 * @param code one of InfluxDB's own, such as {@code invalid}
 * @param message a sentence a person can act on
 */
@Introspected
record InfluxProblem(String code, String message) {

  /** The same, said in InfluxDB's words. */
  static InfluxProblem of(Problem problem) {
    var detail = problem.detail();
    return new InfluxProblem(code(problem.status()), detail == null ? problem.title() : detail);
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not found";
      case 405 -> "method not allowed";
      case 413 -> "request too large";
      case 415 -> "unsupported media type";
      case 422 -> "unprocessable entity";
      case 429 -> "too many requests";
      case 503 -> "unavailable";
      default -> status >= 500 ? "internal error" : "invalid";
    };
  }
}
