package io.sensormine.kit.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.sensormine.kit.id.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id, the client's own {@code X-Request-Id} where that is a UUID, and says it
 * in every answer.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestId {
  /** The header that carries it, in and out. */
  public static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = "sensormine.request-id";

  @RequestFilter
  void assign(HttpRequest<?> request) {
    of(request);
  }

  @ResponseFilter
  void say(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response.getHeaders().set(HEADER, of(request).toString());
  }

  /** The request's id; the same at every call. */
  public static UUID of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, UUID.class)
        .orElseGet(() -> {
          var id = given(request.getHeaders().get(HEADER));
          request.setAttribute(ATTRIBUTE, id);
          return id;
        });
  }

  private static UUID given(@Nullable String header) {
    if (header != null && header.length() == 36) {
      try {
        return UUID.fromString(header);
      } catch (IllegalArgumentException notOne) {
        // the client's id is of no use: make one
      }
    }
    return Ids.next();
  }
}
