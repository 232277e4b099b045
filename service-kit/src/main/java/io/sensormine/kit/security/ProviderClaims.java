package io.sensormine.kit.security;

import com.nimbusds.jwt.JWTClaimsSet;
import io.micronaut.security.authentication.Authentication;
import io.sensormine.kit.id.Ids;
import io.sensormine.kit.text.PlainText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads who the provider's verified claims speak of. As with users of our own, a platform admin
 * belongs to no tenant and has no other role, and everyone else's roles are within one tenant.
 */
final class ProviderClaims {
  /** Most characters of a subject; OpenID Connect allows no more. */
  private static final int MAX_SUBJECT = 255;

  private final OidcSettings settings;
  private final Map<String, String> names;

  ProviderClaims(OidcSettings settings) {
    this.settings = settings;
    this.names = settings.names();
  }

  /** Who it is; empty where a role needs a tenant and there is none, or the subject is unusable. */
  Optional<Authentication> read(JWTClaimsSet claims) {
    var subject = claims.getSubject();
    if (subject == null
        || subject.isBlank()
        || subject.length() > MAX_SUBJECT
        || !PlainText.isLine(subject)) {
      return Optional.empty();
    }
    var roles = roles(find(claims.getClaims(), settings.rolesClaim()));
    var attributes = new HashMap<String, Object>();
    attributes.put(Caller.PROVIDER, String.valueOf(settings.issuer()));
    for (var claim : List.of("email", "name", "preferred_username")) {
      if (claims.getClaim(claim) instanceof String text && PlainText.isLine(text)) {
        attributes.put(claim, text);
      }
    }
    if (roles.contains(Roles.PLATFORM_ADMIN)) {
      return Optional.of(
          Authentication.build(subject, Set.of(Roles.PLATFORM_ADMIN), Map.copyOf(attributes)));
    }
    if (find(claims.getClaims(), settings.tenantClaim()) instanceof String tenant
        && Ids.parse(tenant).isPresent()) {
      attributes.put(Caller.TENANT_CLAIM, tenant);
    } else if (!roles.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Authentication.build(subject, roles, Map.copyOf(attributes)));
  }

  /** Our roles among theirs; a single one may come without a list around it. */
  private Set<String> roles(@Nullable Object claim) {
    var theirs =
        claim instanceof Collection<?> several
            ? several
            : claim == null ? List.of() : List.of(claim);
    var ours = new TreeSet<String>();
    theirs.stream()
        .filter(String.class::isInstance)
        .map(names::get)
        .filter(Objects::nonNull)
        .forEach(ours::add);
    return ours;
  }

  /** A claim by its name, which may have dots itself as URLs have, or else by a dotted path. */
  private static @Nullable Object find(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    var at = path.indexOf('.');
    return at > 0 && claims.get(path.substring(0, at)) instanceof Map<?, ?> nested
        ? find(nested, path.substring(at + 1))
        : null;
  }
}
