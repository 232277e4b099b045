package io.sensormine.kit.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.GenericJwtClaimsValidator;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a JWT only as identity-api issues them, whoever signed it: it expires, {@code tenant_id} is
 * a UUID, {@code roles} is a list, and who may name any tenant belongs to none and is nothing else.
 */
@Singleton
final class OwnClaims implements GenericJwtClaimsValidator<HttpRequest<?>> {
  private static final String ROLES = "roles";
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
        : tenant instanceof String id && UUID.matcher(id).matches();
  }
}
