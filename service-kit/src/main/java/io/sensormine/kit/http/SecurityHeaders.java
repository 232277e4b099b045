package io.sensormine.kit.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Tells browsers, in every answer, to take it for what it says it is, to show it nowhere else, to
 * keep no copy and to send no referrer; over TLS, to come back by TLS only.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SecurityHeaders {
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Swagger UI styles its elements one by one and draws its icons as data. */
  private static final String OWN_PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

  @ResponseFilter
  void filter(HttpRequest<?> request, MutableHttpResponse<?> response) {
    protect(request, response);
  }

  /** Sets them; for answers that no filter sees, such as to what cannot be read as a request. */
  public static void protect(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var headers = response.getHeaders();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Content-Security-Policy", isPage(request.getPath()) ? OWN_PAGE : NOTHING);
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      // who has an entity tag may keep a copy of its own, and asks whether it still holds
      headers.set(
          HttpHeaders.CACHE_CONTROL,
          headers.contains(HttpHeaders.ETAG) ? "private, no-cache" : "no-store");
    }
    if (request.isSecure()) {
      headers.set("Strict-Transport-Security", TWO_YEARS);
    }
  }

  private static boolean isPage(String path) {
    return path.equals("/docs") || path.startsWith("/docs/");
  }
}
