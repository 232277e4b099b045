package io.sensormine.kit.tenant;

import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.web.router.RouteAttributes;
import io.sensormine.kit.http.ApiPaths;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.security.Caller;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settles the tenant of a request: the token's own, or, for a platform admin or a service only, the
 * one named by {@value #HEADER}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class TenantFilter implements Ordered {
  /** The header by which those who may name a tenant do. */
  public static final String HEADER = "X-Tenant-Id";

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 10;
  }

  @RequestFilter
  void settle(
      HttpRequest<?> request,
      @io.micronaut.core.annotation.Nullable Authentication authentication,
      MutablePropagatedContext context) {
    if (authentication == null) {
      return;
    }
    var caller = Caller.of(authentication);
    var named = request.getHeaders().get(HEADER);
    if (named != null && !caller.mayNameTenant()) {
      throw ProblemException.of(
          ProblemType.TENANT_NOT_ALLOWED,
          "Your tenant comes from your token; leave out the header " + HEADER + ".");
    }
    tenant(caller, named)
        .ifPresentOrElse(
            id -> context.add(new TenantContext(id)),
            () -> {
              if (needsTenant(request)) {
                throw TenantContext.missing();
              }
            });
  }

  private static Optional<UUID> tenant(Caller caller, @Nullable String named) {
    if (named == null) {
      return caller.tenantId();
    }
    return Optional.of(
        Ids.parse(named)
            .orElseThrow(() ->
                ProblemException.at(
                    "/" + HEADER, ProblemType.MALFORMED_ID, HEADER + " takes a tenant's UUID.")));
  }

  private static boolean needsTenant(HttpRequest<?> request) {
    return ApiPaths.hold(request)
        && RouteAttributes.getRouteMatch(request)
            .filter(route -> !route.getAnnotationMetadata().hasStereotype(AnyTenant.class))
            .isPresent();
  }
}
