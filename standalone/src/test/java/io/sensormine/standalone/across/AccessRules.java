package io.sensormine.standalone.across;

import io.sensormine.kit.security.Roles;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may do what, written down from the contract's list of roles and not read from the code: the
 * first line that fits an operation holds. What no line fits is an operation that nobody has
 * thought about yet.
 */
final class AccessRules {
  private static final String LINES =
      """
      IDENTITY  GET  /.well-known/jwks.json                             everyone           -
      IDENTITY  POST /api/v1/auth/(login|refresh|logout)                everyone           -
      IDENTITY  POST /api/v1/internal/service-tokens                    everyone           -
      IDENTITY  GET  /api/v1/me                                         any                -
      IDENTITY  POST /api/v1/me/password                                readers            -
      IDENTITY  *    /api/v1/tenants(/.*)?                              platform           -
      IDENTITY  *    /api/v1/signing-keys(/.*)?                         platform           -
      IDENTITY  *    /api/v1/platform-admins(/.*)?                      platform           -
      IDENTITY  *    /api/v1/(users|api-tokens)(/.*)?                   admins             tenant
      IDENTITY  GET  /api/v1/security-events                            admins             either
      IDENTITY  GET  /api/v1/erasures(/.*)?                             admins             either
      IDENTITY  *    /api/v1/internal/.*                                service            either
      REGISTRY  GET  /api/v1/schemas/\\{id}/audit-log                    readers            tenant
      REGISTRY  POST /api/v1/schemas/(infer|resolve)                    readers,service    tenant
      REGISTRY  POST /api/v1/schema-versions/resolve                    readers,service    tenant
      REGISTRY  POST /api/v1/schemas/\\{id}/compatibility                readers,service    tenant
      REGISTRY  POST /api/v1/schemas/.*/\\{version}/validate             readers,service    tenant
      REGISTRY  GET  /api/v1/(schemas|schema-versions)(/.*)?            readers,service    tenant
      REGISTRY  *    /api/v1/schemas(/.*)?                              admins             tenant
      REGISTRY  *    /api/v1/internal/.*                                service            either
      DEVICE    POST /api/v1/device-types/\\{id}/validate-update         readers            tenant
      DEVICE    GET  /api/v1/(device-types|reference-audit)(/.*)?       readers            tenant
      DEVICE    *    /api/v1/device-types(/.*)?                         admins             tenant
      DEVICE    POST /api/v1/devices/select                             readers,service    tenant
      DEVICE    GET  /api/v1/(devices|gateway-credentials)(/.*)?        readers            tenant
      DEVICE    *    /api/v1/(devices|gateway-credentials)(/.*)?        operators          tenant
      DEVICE    *    /api/v1/internal/.*                                service            either
      INGESTION POST /api/v1/(telemetry|events)                         device             tenant
      INGESTION POST /api/v1/gateway/.*                                 gateway            tenant
      INGESTION POST /api/v2/write                                      gateway            tenant
      INGESTION GET  /api/v1/ingestion/retention                        platform           -
      INGESTION *    /api/v1/(rejected-messages|ingestion)(/.*)?        operators          tenant
      QUERY     *    /api/v1/(query|metrics)(/.*)?                      readers            tenant
      """;

  private static final Map<String, Set<String>> WHO =
      Map.of(
          "platform", Set.of(Roles.PLATFORM_ADMIN),
          "admins", Set.of(Roles.TENANT_ADMIN, Roles.PLATFORM_ADMIN),
          "operators", Set.of(Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.PLATFORM_ADMIN),
          "readers",
              Set.of(Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST, Roles.PLATFORM_ADMIN),
          "service", Set.of(Roles.SERVICE),
          "device", Set.of(Roles.DEVICE),
          "gateway", Set.of(Roles.GATEWAY),
          "everyone", Set.of(),
          "any", Set.of("ANY"));

  private static final List<Rule> RULES = LINES.lines().map(AccessRules::rule).toList();

  private AccessRules() {}

  /** Whether an operation is about one tenant's resources. */
  enum Tenancy {
    NONE,
    EITHER,
    ONE
  }

  /**
   * What holds for an operation.
   *
   * @param roles of which a caller needs one; empty where it is open to everyone
   */
  record Rule(String service, String method, Pattern path, Set<String> roles, Tenancy tenancy) {
    boolean isOpen() {
      return roles.isEmpty();
    }

    boolean admits(Set<String> held) {
      return roles.contains("ANY") || held.stream().anyMatch(roles::contains);
    }

    private boolean fits(Operation operation) {
      return service.equals(operation.service().name())
          && (method.equals("*") || method.equals(operation.method()))
          && path.matcher(operation.path()).matches();
    }
  }

  static Optional<Rule> find(Operation operation) {
    return RULES.stream().filter(rule -> rule.fits(operation)).findFirst();
  }

  static Rule of(Operation operation) {
    return find(operation)
        .orElseThrow(() ->
            new AssertionError(
                "No rule says who may call %s: add a line to AccessRules.".formatted(operation)));
  }

  private static Rule rule(String line) {
    var words = line.split(" +", -1);
    var roles = new HashSet<String>();
    Stream.of(words[3].split(",", -1)).map(WHO::get).forEach(roles::addAll);
    var tenancy =
        switch (words[4]) {
          case "-" -> Tenancy.NONE;
          case "either" -> Tenancy.EITHER;
          case "tenant" -> Tenancy.ONE;
          default -> throw new IllegalArgumentException(Arrays.toString(words));
        };
    return new Rule(words[0], words[1], Pattern.compile(words[2]), Set.copyOf(roles), tenancy);
  }
}
