package io.sensormine.kit.security;

import io.micronaut.security.authentication.Authentication;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent a request.
 *
 * @param subject the token's subject: a user's or a token's id, or a service's name
 */
public record Caller(String subject, Optional<UUID> tenantId, Set<String> roles) {
  /** The claim, and the attribute, that carries the tenant's id. */
  public static final String TENANT_CLAIM = "tenant_id";

  /**
   * The attribute of who has signed in at an OpenID Connect provider: its issuer. Such a caller's
   * subject is the provider's, of any form, and no user of ours.
   */
  public static final String PROVIDER = "sensormine.provider";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** Reads a validated token. */
  public static Caller of(Authentication authentication) {
    return new Caller(
        authentication.getName(),
        Optional.ofNullable(authentication.getAttributes().get(TENANT_CLAIM))
            .map(id -> UUID.fromString(id.toString())),
        Set.copyOf(authentication.getRoles()));
  }

  /** Whether the caller may say by header whose resources it means. */
  public boolean mayNameTenant() {
    return roles.contains(Roles.PLATFORM_ADMIN) || roles.contains(Roles.SERVICE);
  }
}
