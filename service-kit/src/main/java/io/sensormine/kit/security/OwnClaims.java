package io.sensormine.kit.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Takes a JWT only as identity-api issues them, whoever signed it: it expires, {@code tenant_id} is
 * a UUID, {@code roles} is a list, and who may name any tenant belongs to none and is nothing else.
 */
@Singleton
final class OwnClaims implements GenericJwtClaimsValidator<HttpRequest<?>> {
  private static final String ROLES = "roles";

  @Override
  public boolean validate(
      Claims claims, @io.micronaut.core.annotation.Nullable HttpRequest<?> request) {
    if (claims.get(Claims.EXPIRATION_TIME) == null
        || !(claims.get(Claims.SUBJECT) instanceof String)
        || !(claims.get(ROLES) instanceof List<?> roles)) {
      return false;
    }
    var tenant = claims.get(Caller.TENANT_CLAIM);
    var ofNoTenant = roles.contains(Roles.PLATFORM_ADMIN) || roles.contains(Roles.SERVICE);
    return ofNoTenant
        ? tenant == null && roles.size() == 1
        : tenant instanceof String id && isOurs(id);
  }

  /** Whether an id is written as identity-api writes them: in full and in lower case. */
  private static boolean isOurs(String id) {
    return Ids.parse(id).filter(it -> it.toString().equals(id)).isPresent();
  }
}
