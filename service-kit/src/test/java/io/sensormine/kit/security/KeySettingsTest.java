package io.sensormine.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.service.ServiceContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeySettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Map<String, String> QUIET =
      Map.of("MICRONAUT_HEALTH_MONITOR_ENABLED", "false");

  @Test
  void hasTheDefaultsThatAreDocumented() {
    try (var context = ServiceContext.of("probe", QUIET).start()) {
      assertThat(context.getBean(IdentityKeySettings.class))
          .isEqualTo(
              new IdentityKeySettings(
                  Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(5)));
      assertThat(context.getBean(OidcSettings.class))
          .isEqualTo(
              new OidcSettings(
                  null,
                  null,
                  null,
                  "tenant_id",
                  "roles",
                  null,
                  Duration.ofMinutes(5),
                  Duration.ofHours(1),
                  Duration.ofSeconds(5)));
    }
  }

  @Test
  void knowsWhichAddressesOfTheProviderAreReadInTheClear() {
    assertThat(inTheClear("http://login.example.com", null))
        .containsExactly("SENSORMINE_OIDC_ISSUER");
    assertThat(inTheClear("https://login.example.com", "http://login.example.com/certs"))
        .containsExactly("SENSORMINE_OIDC_JWKS_URL");
    assertThat(inTheClear("http://127.example.com", "http://10.0.0.1:8080/certs")).hasSize(2);
    assertThat(inTheClear("https://login.example.com", "https://login.example.com/certs"))
        .isEmpty();
    for (var here : new String[] {"localhost", "127.0.0.1:8080", "[::1]:8080"}) {
      assertThat(inTheClear("http://" + here, "http://" + here + "/certs")).as(here).isEmpty();
    }
  }

  private static List<String> inTheClear(String issuer, @Nullable String jwksUrl) {
    return new OidcSettings(
            issuer,
            jwksUrl,
            "sensormine",
            "tenant_id",
            "roles",
            null,
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            SECOND)
        .inTheClear();
  }

  @Test
  void readsTheProviderFromTheEnvironment() {
    var environment = new HashMap<>(QUIET);
    environment.put("SENSORMINE_OIDC_ISSUER", "https://login.example.com/realms/iot");
    environment.put("SENSORMINE_OIDC_JWKS_URL", "https://login.example.com/certs");
    environment.put("SENSORMINE_OIDC_AUDIENCE", "sensormine");
    environment.put("SENSORMINE_OIDC_TENANT_CLAIM", "org");
    environment.put("SENSORMINE_OIDC_ROLES_CLAIM", "realm_access.roles");
    environment.put("SENSORMINE_OIDC_ROLE_NAMES", "ops=PLATFORM_ADMIN, cn=people=ANALYST");
    try (var context = ServiceContext.of("probe", environment).start()) {
      var settings = context.getBean(OidcSettings.class);
      assertThat(settings.issuer()).isEqualTo("https://login.example.com/realms/iot");
      assertThat(settings.jwksUrl()).isEqualTo("https://login.example.com/certs");
      assertThat(settings.audience()).isEqualTo("sensormine");
      assertThat(settings.tenantClaim()).isEqualTo("org");
      assertThat(settings.rolesClaim()).isEqualTo("realm_access.roles");
      assertThat(settings.names())
          .isEqualTo(Map.of("ops", Roles.PLATFORM_ADMIN, "cn=people", Roles.ANALYST));
    }
  }

  @Test
  void takesEmptyForNotGiven() {
    assertThat(oidc("", "", "").isGiven()).isFalse();
  }

  @Test
  void refusesAPaceThatCannotBeKept() {
    var hour = Duration.ofHours(1);
    assertThatThrownBy(() -> new IdentityKeySettings(Duration.ofMillis(999), hour, SECOND))
        .hasMessageContaining("refresh-after");
    assertThatThrownBy(() -> new IdentityKeySettings(hour, hour, SECOND))
        .hasMessageContaining("staleness");
    assertThatThrownBy(() -> new IdentityKeySettings(SECOND, Duration.ofHours(25), SECOND))
        .hasMessageContaining("staleness");
    assertThatThrownBy(() -> new IdentityKeySettings(SECOND, hour, Duration.ZERO))
        .hasMessageContaining("min-interval");
  }

  @Test
  void refusesAProviderThatWouldLetAnyoneIn() {
    assertThatThrownBy(() -> oidc("https://login.example.com", "", ""))
        .hasMessageContaining("SENSORMINE_OIDC_AUDIENCE");
    assertThatThrownBy(() -> oidc("sensormine", "sensormine", ""))
        .hasMessageContaining("SENSORMINE_OIDC_ISSUER");
    assertThatThrownBy(() -> oidc("file:///etc", "sensormine", ""))
        .hasMessageContaining("SENSORMINE_OIDC_ISSUER");
    for (var names : new String[] {"x", "=ANALYST", "x=SERVICE", "x=DEVICE", "x=GATEWAY", "x="}) {
      assertThatThrownBy(() -> oidc("https://login.example.com", "sensormine", names))
          .as(names)
          .hasMessageContaining("SENSORMINE_OIDC_ROLE_NAMES");
    }
    assertThatThrownBy(() -> oidc("https://x.example.com", "a", "x=ANALYST,x=TENANT_ADMIN"))
        .hasMessageContaining("twice");
  }

  private static OidcSettings oidc(String issuer, String audience, String names) {
    return new OidcSettings(
        issuer, "", audience, "tenant_id", "roles", names, SECOND, Duration.ofMinutes(1), SECOND);
  }
}
