package io.sensormine.kit.security;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenID Connect provider where people sign in, instead of at identity-api; none where no
 * issuer is given. From {@code SENSORMINE_OIDC_…}, the same for every service; empty is not given.
 *
 * @param issuer the {@code iss} of its tokens, exactly
 * @param jwksUrl where it publishes its keys; where not given, as its discovery document says
 * @param audience what the {@code aud} of its tokens must name; needed where an issuer is given
 * @param tenantClaim which claim holds the tenant's UUID: its name, or a dotted path to it
 * @param rolesClaim which claim holds the roles, in the same way
 * @param roleNames its roles in our terms, {@code theirs=OURS,…}; where given, no other role of
 *     theirs counts, not even one that is called like one of ours
 * @param refreshAfter from one reading of its keys to the next, as {@link KeyReading} bounds it
 * @param staleness how long its keys hold while it is away, in the same way
 * @param minInterval to a reading out of turn, in the same way
 */
@ConfigurationProperties("sensormine.oidc")
public record OidcSettings(
    @Nullable String issuer,
    @Nullable String jwksUrl,
    @Nullable String audience,
    @Bindable(defaultValue = "tenant_id") String tenantClaim,
    @Bindable(defaultValue = "roles") String rolesClaim,
    @Nullable String roleNames,
    @Bindable(defaultValue = "PT5M") Duration refreshAfter,
    @Bindable(defaultValue = "PT1H") Duration staleness,
    @Bindable(defaultValue = "PT5S") Duration minInterval) {
  /** What a provider's role may be here. Never one of a service, a device or a gateway. */
  static final Set<String> ROLES =
      Set.of(Roles.PLATFORM_ADMIN, Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST);

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  public OidcSettings {
    issuer = given(issuer);
    jwksUrl = given(jwksUrl);
    audience = given(audience);
    roleNames = given(roleNames);
    tenantClaim = tenantClaim.isBlank() ? "tenant_id" : tenantClaim.strip();
    rolesClaim = rolesClaim.isBlank() ? "roles" : rolesClaim.strip();
    if (issuer != null) {
      checkAddress("SENSORMINE_OIDC_ISSUER", issuer);
      if (issuer.equals(OwnTokens.ISSUER)) {
        throw new IllegalArgumentException("SENSORMINE_OIDC_ISSUER is our own.");
      }
      if (audience == null) {
        throw new IllegalArgumentException(
            "Set SENSORMINE_OIDC_AUDIENCE, too: without it, what the provider issues for any other"
                + " application would be good here.");
      }
    }
    if (jwksUrl != null) {
      checkAddress("SENSORMINE_OIDC_JWKS_URL", jwksUrl);
    }
    var _ = parse(roleNames);
    var _ = new KeyReading(refreshAfter, staleness, minInterval);
  }

  /** Whether people sign in at a provider. */
  public boolean isGiven() {
    return issuer != null;
  }

  /** The variables whose addresses are read in the clear from another machine. */
  List<String> inTheClear() {
    var variables = new ArrayList<String>();
    if (isInTheClear(issuer)) {
      variables.add("SENSORMINE_OIDC_ISSUER");
    }
    if (isInTheClear(jwksUrl)) {
      variables.add("SENSORMINE_OIDC_JWKS_URL");
    }
    return List.copyOf(variables);
  }

  private static boolean isInTheClear(@Nullable String text) {
    return text != null
        && "http".equals(URI.create(text).getScheme())
        && !LOOPBACK.matcher(URI.create(text).getHost()).matches();
  }

  KeyReading reading() {
    return new KeyReading(refreshAfter, staleness, minInterval);
  }

  /** Our name by theirs; where no names are given, ours by themselves. */
  Map<String, String> names() {
    return parse(roleNames);
  }

  private static Map<String, String> parse(@Nullable String text) {
    var names = new HashMap<String, String>();
    if (text == null) {
      ROLES.forEach(role -> names.put(role, role));
      return Map.copyOf(names);
    }
    for (var pair : text.split(",", -1)) {
      // theirs may have an equals sign, as a group's distinguished name has
      var at = pair.lastIndexOf('=');
      var ours = pair.substring(at + 1).strip();
      var theirs = at < 0 ? "" : pair.substring(0, at).strip();
      if (theirs.isEmpty() || !ROLES.contains(ours)) {
        throw new IllegalArgumentException(
            "SENSORMINE_OIDC_ROLE_NAMES is a list such as `their-admins=TENANT_ADMIN,"
                + "their-people=ANALYST`; ours are PLATFORM_ADMIN, TENANT_ADMIN, OPERATOR, ANALYST");
      }
      if (names.putIfAbsent(theirs, ours) != null) {
        throw new IllegalArgumentException("SENSORMINE_OIDC_ROLE_NAMES names one role twice");
      }
    }
    return Map.copyOf(names);
  }

  private static void checkAddress(String variable, String text) {
    try {
      var address = URI.create(text);
      if (!Set.of("https", "http").contains(String.valueOf(address.getScheme()))
          || address.getHost() == null) {
        throw new IllegalArgumentException(text);
      }
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(variable + " is no http or https URL.");
    }
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
