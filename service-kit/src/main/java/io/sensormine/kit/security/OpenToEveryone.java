package io.sensormine.kit.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.RouteAttributes;
import java.util.List;

/** Tells the operations that everyone may call, with a good token, a bad one or none. */
public final class OpenToEveryone {
  private OpenToEveryone() {}

  /** Whether a request is for such an operation. */
  public static boolean is(HttpRequest<?> request) {
    return RouteAttributes.getRouteMatch(request)
        .map(route -> List.of(route.getAnnotationMetadata().stringValues(Secured.class)))
        .filter(roles -> roles.contains(SecurityRule.IS_ANONYMOUS))
        .isPresent();
  }
}
