package io.sensormine.identity.user;

import java.util.Collection;
import java.util.List;

/** The roles that a tenant's users and API tokens can have. */
public enum TenantRole {
  TENANT_ADMIN,
  OPERATOR,
  ANALYST;

  /** Their names, each once, in the order declared here. */
  public static List<String> names(Collection<TenantRole> roles) {
    return roles.stream().distinct().sorted().map(TenantRole::name).toList();
  }
}
