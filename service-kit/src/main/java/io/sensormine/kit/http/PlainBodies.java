package io.sensormine.kit.http;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.RouteAttributes;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;

/**
 * Refuses (415) a compressed body where an operation does not declare by {@link EncodedBody} that
 * it takes one. Nothing is inflated behind an operation's back, so no small body becomes a large
 * one.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class PlainBodies implements Ordered {

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 30;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    var encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null
        || encoding.isBlank()
        || encoding.equalsIgnoreCase("identity")
        || !ApiPaths.hold(request)) {
      return;
    }
    RouteAttributes.getRouteMatch(request)
        .filter(route -> !route.getAnnotationMetadata().hasStereotype(EncodedBody.class))
        .ifPresent(route -> {
          throw ProblemException.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE,
              "This operation takes no compressed body; leave out Content-Encoding.");
        });
  }
}
