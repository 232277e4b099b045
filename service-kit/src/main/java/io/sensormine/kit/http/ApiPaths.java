package io.sensormine.kit.http;

import io.micronaut.http.HttpRequest;

/**
 * Where our own operations are, for filters that are for them alone. A filter with a pattern of its
 * own would have all be matched, gathered and sorted anew for every request of a service.
 */
public final class ApiPaths {
  private static final String PREFIX = "/api/";

  private ApiPaths() {}

  /** Whether a request is for one of them. */
  public static boolean hold(HttpRequest<?> request) {
    return request.getPath().startsWith(PREFIX);
  }
}
