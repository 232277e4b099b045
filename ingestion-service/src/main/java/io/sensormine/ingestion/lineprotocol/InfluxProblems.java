package io.sensormine.ingestion.lineprotocol;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.sensormine.kit.problem.Problem;

/** Says what is refused at InfluxDB's own paths in the form that its clients read. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class InfluxProblems {
  private static final String PATHS = "/api/v2/";

  @ResponseFilter
  void translate(HttpRequest<?> request, MutableHttpResponse<?> response) {
    if (response.body() instanceof Problem problem && request.getPath().startsWith(PATHS)) {
      response.body(InfluxProblem.of(problem)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
  }
}
