package io.sensormine.kit.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.endpoint.health.filter.HealthResultFilter;
import io.micronaut.management.health.indicator.HealthResult;

/**
 * Gives health its HTTP status as the framework's own filter does, 503 where a service is down. It
 * goes by what an answer holds: without a pattern in any filter, none is matched anew for every
 * request.
 */
@Replaces(HealthResultFilter.class)
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class HealthStatusFilter {
  private final HealthEndpoint health;

  HealthStatusFilter(HealthEndpoint health) {
    this.health = health;
  }

  @ResponseFilter
  void say(MutableHttpResponse<?> response) {
    if (response.body() instanceof HealthResult result) {
      var status = result.getStatus();
      var byName = health.getStatusConfiguration().getHttpMapping().get(status.getName());
      if (byName != null) {
        response.status(byName);
      } else if (!status.getOperational().orElse(true)) {
        response.status(HttpStatus.SERVICE_UNAVAILABLE);
      }
    }
  }
}
