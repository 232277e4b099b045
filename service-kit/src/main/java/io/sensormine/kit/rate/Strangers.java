package io.sensormine.kit.rate;

import io.micronaut.http.context.ServerRequestContext;
import jakarta.inject.Singleton;

/** Counts, for operations that are {@link RatedElsewhere}, who proved no identity. */
@Singleton
public final class Strangers {
  private final RateLimits limits;
  private final ClientAddresses addresses;

  Strangers(RateLimits limits, ClientAddresses addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  /** Counts the request that is being answered for its address; 429 where it is one too many. */
  public void count() {
    ServerRequestContext.currentRequest()
        .ifPresent(request -> limits.countUnknown(addresses.of(request)));
  }
}
