package io.sensormine.standalone.across;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.home.Service;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Someone who calls.
 *
 * @param scheme what stands before the token in {@code Authorization}
 * @param token null where none is sent
 * @param tenant the tenant that the header names; null where it is not sent
 * @param roles what the token is worth; empty where it is worth nothing
 * @param foreign whether it is of another tenant than what it asks for
 */
record Identity(
    String name,
    String scheme,
    @Nullable String token,
    @Nullable UUID tenant,
    Set<String> roles,
    boolean foreign) {
  private static final String BEARER = "Bearer";

  /** InfluxDB's clients send it, and it is heard at InfluxDB's paths alone. */
  private static final String TOKEN = "Token";

  /** What the contract promises this caller of an operation. */
  enum Promise {
    PASSES,
    UNAUTHENTICATED,
    FORBIDDEN,
    TENANT_REQUIRED,
    PASSES_OR_TENANT_REQUIRED
  }

  /** Someone whose token is worth nothing. */
  static Identity nobody(String name, @Nullable String token) {
    return new Identity(name, BEARER, token, null, Set.of(), false);
  }

  static Identity of(String name, String token, String role) {
    return new Identity(name, BEARER, token, null, Set.of(role), false);
  }

  /** The same, naming a tenant by the header. */
  Identity naming(UUID named, String how) {
    return new Identity(name + " naming " + how, scheme, token, named, roles, foreign);
  }

  Identity ofAnotherTenant() {
    return new Identity(name, scheme, token, tenant, roles, true);
  }

  /** The same, sending its token as InfluxDB's clients do. */
  Identity byTokenScheme() {
    return new Identity(name + " by Token", TOKEN, token, tenant, roles, foreign);
  }

  Http http(Platform platform, Service service) {
    var http =
        scheme.equals(BEARER)
            ? platform.http(service, token)
            : platform.http(service, null).with("Authorization", scheme + " " + token);
    return tenant == null ? http : http.forTenant(tenant);
  }

  Promise promise(Operation operation) {
    var rule = AccessRules.of(operation);
    var known = isKnownAt(operation);
    var mayName = roles.contains(Roles.PLATFORM_ADMIN) || roles.contains(Roles.SERVICE);
    if (known && tenant != null && !mayName) {
      return Promise.FORBIDDEN;
    }
    if (rule.isOpen()) {
      return Promise.PASSES;
    }
    if (!known) {
      return Promise.UNAUTHENTICATED;
    }
    if (!rule.admits(roles)) {
      return Promise.FORBIDDEN;
    }
    return mayName && tenant == null
        ? switch (rule.tenancy()) {
          case NONE -> Promise.PASSES;
          case EITHER -> Promise.PASSES_OR_TENANT_REQUIRED;
          case ONE -> Promise.TENANT_REQUIRED;
        }
        : Promise.PASSES;
  }

  /** Credentials of devices and gateways are worth something where telemetry is taken only. */
  private boolean isKnownAt(Operation operation) {
    var sends = roles.contains(Roles.DEVICE) || roles.contains(Roles.GATEWAY);
    var heard = scheme.equals(BEARER) || operation.path().startsWith("/api/v2/");
    return !roles.isEmpty() && heard && (!sends || operation.service() == Service.INGESTION);
  }

  @Override
  public String toString() {
    return name;
  }
}
