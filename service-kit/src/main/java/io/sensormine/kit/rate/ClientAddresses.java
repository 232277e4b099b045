package io.sensormine.kit.rate;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from: the address of its connection or, behind proxies that are trusted,
 * the one that the outermost of them has seen. Of an IPv6 address the first 64 bits count, for who
 * has one has all behind them.
 */
@Singleton
final class ClientAddresses {
  private static final String HEADER = "X-Forwarded-For";
  private static final int PREFIX_BYTES = 8;

  private final int trustedProxies;

  ClientAddresses(RateSettings settings) {
    this.trustedProxies = settings.trustedProxies();
  }

  String of(HttpRequest<?> request) {
    return of(request.getRemoteAddress().getAddress(), request.getHeaders().getAll(HEADER));
  }

  String of(InetAddress connection, List<String> forwardedFor) {
    return group(trustedProxies == 0 ? connection : forwarded(forwardedFor).orElse(connection));
  }

  /** What the outermost trusted proxy appended; empty where the request went round one of them. */
  private Optional<InetAddress> forwarded(List<String> headers) {
    var hops = Arrays.asList(String.join(",", headers).split(",", -1));
    return hops.size() < trustedProxies
        ? Optional.empty()
        : read(hops.get(hops.size() - trustedProxies).strip());
  }

  private static Optional<InetAddress> read(String hop) {
    try {
      return Optional.of(InetAddress.ofLiteral(withoutPort(hop)));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** {@code 192.0.2.7:5000} and {@code [2001:db8::7]:5000} are forms that proxies write, too. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.substring(1, Math.max(1, hop.indexOf(']')));
    }
    return hop.indexOf(':') == hop.lastIndexOf(':') ? hop.split(":", -1)[0] : hop;
  }

  private static String group(InetAddress address) {
    return address instanceof Inet6Address six
        ? HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES) + "/64"
        : address.getHostAddress();
  }
}
