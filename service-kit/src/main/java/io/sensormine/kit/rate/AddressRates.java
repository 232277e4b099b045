package io.sensormine.kit.rate;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.sensormine.kit.security.OpenToEveryone;

/**
 * Bounds, before any credential is looked at, the requests of an address that carry none, those
 * whose credentials are refused, and those that are open to everyone, such as a login, which no
 * good token makes a better one: guessing is limited.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AddressRates implements Ordered {
  private static final int UNAUTHORIZED = 401;

  private final RateLimits limits;
  private final ClientAddresses addresses;
  private final ProvenCredentials proven;

  AddressRates(RateLimits limits, ClientAddresses addresses, ProvenCredentials proven) {
    this.limits = limits;
    this.addresses = addresses;
    this.proven = proven;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }

  @RequestFilter
  void admit(HttpRequest<?> request) {
    if (Rated.isFree(request)) {
      return;
    }
    var authorization = request.getHeaders().getAuthorization();
    if (authorization.isEmpty() || OpenToEveryone.is(request)) {
      Rated.mark(request);
      limits.countUnknown(addresses.of(request));
    } else if (!proven.contains(ProvenCredentials.of(authorization.get()))) {
      limits.requireRoom(addresses.of(request));
    }
  }

  @ResponseFilter
  void countRefusal(HttpRequest<?> request, HttpResponse<?> response) {
    if (response.code() == UNAUTHORIZED && !Rated.isFree(request) && !Rated.isMarked(request)) {
      limits.countRefusal(addresses.of(request));
    }
  }
}
