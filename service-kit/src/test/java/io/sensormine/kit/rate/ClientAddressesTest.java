package io.sensormine.kit.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {
  private static final String CONNECTION = "192.0.2.1";

  @Test
  void takesTheConnectionsWhereNoProxyIsTrusted() {
    assertThat(seen(0, "198.51.100.9")).isEqualTo(CONNECTION);
  }

  @Test
  void takesWhatTheOutermostTrustedProxySaw() {
    assertThat(seen(1, "203.0.113.5, 198.51.100.9")).isEqualTo("198.51.100.9");
    assertThat(seen(2, "6.6.6.6, 203.0.113.5, 198.51.100.9")).isEqualTo("203.0.113.5");
    assertThat(seen(2, "6.6.6.6, 203.0.113.5", "198.51.100.9")).isEqualTo("203.0.113.5");
  }

  @Test
  void takesTheConnectionsWhereTheRequestWentRoundAProxy() {
    assertThat(seen(2, "203.0.113.5")).isEqualTo(CONNECTION);
    assertThat(seen(1)).isEqualTo(CONNECTION);
  }

  @Test
  void takesTheConnectionsWhereTheHeaderNamesNoAddress() {
    for (var nonsense :
        List.of("unknown", "", "a.example", "1.2.3.4.5", "[", "[]:80", ":", "::x")) {
      assertThat(seen(1, nonsense)).as(nonsense).isEqualTo(CONNECTION);
    }
  }

  @Test
  void readsAddressesWithPorts() {
    assertThat(seen(1, "203.0.113.5:4711")).isEqualTo("203.0.113.5");
    assertThat(seen(1, "[2001:db8:1:2::5]:4711")).isEqualTo("20010db800010002/64");
  }

  @Test
  void takesAllOfAnIpv6NetworkForOne() {
    assertThat(seen(1, "2001:db8:1:2:3:4:5:6")).isEqualTo(seen(1, "2001:db8:1:2::"));
    assertThat(seen(1, "2001:db8:1:2::1")).isNotEqualTo(seen(1, "2001:db8:1:3::1"));
    assertThat(seen(1, "::ffff:203.0.113.5")).isEqualTo("203.0.113.5");
  }

  private static String seen(int trustedProxies, String... forwardedFor) {
    var settings = new RateSettings(1, 1, 1, 1, 1, 1, 1, trustedProxies);
    return new ClientAddresses(settings)
        .of(InetAddress.ofLiteral(CONNECTION), List.of(forwardedFor));
  }
}
