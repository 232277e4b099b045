package io.sensormine.kit.rate;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;

/** What the filters of rates know of a request. */
final class Rated {
  private static final String COUNTED = "sensormine.rates.counted";

  /** What an operation that counts strangers by itself may read of theirs, in bytes. */
  private static final long SMALL_BODY = 4096;

  private Rated() {}

  /** Whether it is not counted here: health, metrics, public keys, and what counts by itself. */
  static boolean isFree(HttpRequest<?> request) {
    var path = request.getPath();
    return path.equals("/prometheus")
        || path.equals("/health")
        || path.startsWith("/health/")
        || path.equals("/.well-known/jwks.json")
        || (isSmall(request) && countsByItself(request));
  }

  private static boolean countsByItself(HttpRequest<?> request) {
    return RouteAttributes.getRouteMatch(request)
        .filter(route -> route.getAnnotationMetadata().hasStereotype(RatedElsewhere.class))
        .isPresent();
  }

  private static boolean isSmall(HttpRequest<?> request) {
    var length = request.getContentLength();
    return length >= 0 && length <= SMALL_BODY;
  }

  /** Notes that it was counted for its address. */
  static void mark(HttpRequest<?> request) {
    request.setAttribute(COUNTED, true);
  }

  static boolean isMarked(HttpRequest<?> request) {
    return request.getAttribute(COUNTED).isPresent();
  }
}
