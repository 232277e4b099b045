package io.sensormine.kit.rate;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.kit.security.Caller;
import io.sensormine.kit.security.Roles;
import java.util.Collections;
import java.util.Set;

/**
 * Bounds the requests of a caller and of a tenant, once they are known and before the body is read.
 * Services are not bounded, nor are devices and gateways, whose data have bounds of their own.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CallerRates implements Ordered {
  private static final Set<String> UNBOUNDED = Set.of(Roles.SERVICE, Roles.DEVICE, Roles.GATEWAY);

  private final RateLimits limits;
  private final ClientAddresses addresses;
  private final ProvenCredentials proven;

  CallerRates(RateLimits limits, ClientAddresses addresses, ProvenCredentials proven) {
    this.limits = limits;
    this.addresses = addresses;
    this.proven = proven;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after() + 5;
  }

  @RequestFilter
  void admit(HttpRequest<?> request, @Nullable Authentication authentication) {
    if (Rated.isFree(request)) {
      return;
    }
    if (authentication == null) {
      // an open operation, called with a credential that is worth nothing
      if (!Rated.isMarked(request)) {
        Rated.mark(request);
        limits.countUnknown(addresses.of(request));
      }
      return;
    }
    request.getHeaders().getAuthorization().map(ProvenCredentials::of).ifPresent(proven::add);
    var caller = Caller.of(authentication);
    if (Collections.disjoint(caller.roles(), UNBOUNDED)) {
      limits.count(caller);
    }
  }
}
