package io.sensormine.kit.rate;

import io.micronaut.http.context.ServerRequestContext;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;

/**
 * Counts who proved no identity: for operations that are {@link RatedElsewhere}, and on connections
 * that speak something else than HTTP.
 */
@Singleton
public final class Strangers {
  private final RateLimits limits;
  private final ClientAddresses addresses;
  private final ProvenCredentials proven;

  Strangers(RateLimits limits, ClientAddresses addresses, ProvenCredentials proven) {
    this.limits = limits;
    this.addresses = addresses;
    this.proven = proven;
  }

  /** Counts the request that is being answered for its address; 429 where it is one too many. */
  public void count() {
    ServerRequestContext.currentRequest()
        .ifPresent(request -> limits.countUnknown(addresses.of(request)));
  }

  /**
   * Refuses (429) without counting where the address of a connection has nothing left, unless the
   * credential was good a while ago. Never blocks.
   */
  public void requireRoom(InetAddress connection, String credential) {
    if (!proven.contains(credential)) {
      limits.requireRoom(address(connection));
    }
  }

  /** Counts a credential that was refused on a connection. Never blocks. */
  public void countRefusal(InetAddress connection) {
    limits.countRefusal(address(connection));
  }

  /** Remembers that a credential is good: whoever guesses does not keep it out. */
  public void prove(String credential) {
    proven.add(credential);
  }

  /** There is no header to tell of proxies: what is connected to us counts. */
  private String address(InetAddress connection) {
    return addresses.of(connection, List.of());
  }
}
