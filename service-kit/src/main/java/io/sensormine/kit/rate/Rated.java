package io.sensormine.kit.rate;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;

/** What the filters of rates know of a request. */
final class Rated {
  private static final String COUNTED = "sensormine.rates.counted";

  private Rated() {}

  /** Whether nobody counts it here: health and metrics, and what bounds itself. */
  static boolean isFree(HttpRequest<?> request) {
    var path = request.getPath();
    return path.equals("/prometheus")
        || path.equals("/health")
        || path.startsWith("/health/")
        || RouteAttributes.getRouteMatch(request)
            .filter(route -> route.getAnnotationMetadata().hasStereotype(RatedElsewhere.class))
            .isPresent();
  }

  /** Notes that it was counted for its address. */
  static void mark(HttpRequest<?> request) {
    request.setAttribute(COUNTED, true);
  }

  static boolean isMarked(HttpRequest<?> request) {
    return request.getAttribute(COUNTED).isPresent();
  }
}
