package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.across.AccessRules.Tenancy;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Every operation of every service's OpenAPI document, asked by everyone there is: who may gets
 * past the gate, who may not is refused before anything is read, and no refusal tells anything. The
 * documents are read as they are served, so that an operation is held to this the day it is born.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessMatrixIT {
  private static final Pattern NAMED_ROLES = Pattern.compile("Roles: ([A-Z_, ]+|any)[.;]");

  private static Platform platform;
  private static Belongings ours;
  private static Belongings nobodys;
  private static TokenForge forge;
  private static AccessMatrix matrix;
  private static final List<Identity> IDENTITIES = new ArrayList<>();
  private static final List<Operation> OPERATIONS = new ArrayList<>();

  @BeforeAll
  static void start() {
    // thousands of requests from one address and a few callers are what a rate limit is against
    platform =
        Platform.start(
            Map.of(
                "SENSORMINE_RATES_CALLER_PER_SECOND", "100000",
                "SENSORMINE_RATES_CALLER_BURST", "100000",
                "SENSORMINE_RATES_TENANT_PER_SECOND", "100000",
                "SENSORMINE_RATES_TENANT_BURST", "100000",
                "SENSORMINE_RATES_ADDRESS_PER_SECOND", "100000",
                "SENSORMINE_RATES_ADDRESS_BURST", "100000"));
    ours = Belongings.of(platform.newTenant());
    nobodys = ours.ofNobody();
    forge = new TokenForge(platform, ours.tenant().id(), UUID.fromString(ours.id("user")));
    matrix = new AccessMatrix(platform, ours);
    for (var service : Service.values()) {
      OPERATIONS.addAll(Operation.of(platform, service));
    }
    identify();
  }

  @AfterAll
  static void stop() throws IOException {
    matrix.report(OPERATIONS.size(), IDENTITIES.size(), Path.of("target", "access-matrix.json"));
    platform.close();
  }

  private static void identify() {
    var tenant = ours.tenant();
    var theirs = platform.newTenant();
    IDENTITIES.add(Identity.nobody("nobody", null));
    IDENTITIES.add(Identity.nobody("garbage", "garbage"));
    IDENTITIES.add(Identity.nobody("expired", forge.expired()));
    forge.unsigned().forEach((what, token) -> IDENTITIES.add(Identity.nobody(what, token)));
    IDENTITIES.add(Identity.nobody("unknown API token", "smt_" + "x".repeat(43)));
    IDENTITIES.add(Identity.nobody("unknown credential", "smd_" + "x".repeat(43)));
    for (var role : List.of(Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST)) {
      IDENTITIES.add(Identity.of(role, tenant.token(role), role));
      IDENTITIES.add(Identity.of("API token of " + role, ours.credential(role), role));
    }
    IDENTITIES.add(Identity.nobody("unknown credential", "smd_" + "x".repeat(43)).byTokenScheme());
    for (var role : List.of(Roles.DEVICE, Roles.GATEWAY)) {
      var sender = Identity.of(role.toLowerCase(Locale.ROOT), ours.credential(role), role);
      for (var each : List.of(sender, sender.byTokenScheme())) {
        IDENTITIES.add(each);
        IDENTITIES.add(each.naming(tenant.id(), "its own tenant"));
        IDENTITIES.add(each.naming(theirs.id(), "another tenant"));
      }
    }
    var platformAdmin =
        Identity.of(Roles.PLATFORM_ADMIN, platform.platformToken(), Roles.PLATFORM_ADMIN);
    var service = Identity.of(Roles.SERVICE, platform.serviceToken(), Roles.SERVICE);
    for (var any : List.of(platformAdmin, service)) {
      IDENTITIES.add(any);
      IDENTITIES.add(any.naming(tenant.id(), "our tenant"));
    }
    var admin =
        Identity.of(Roles.TENANT_ADMIN, tenant.token(Roles.TENANT_ADMIN), Roles.TENANT_ADMIN);
    IDENTITIES.add(admin.naming(tenant.id(), "its own tenant"));
    IDENTITIES.add(admin.naming(theirs.id(), "another tenant"));
    var stranger =
        Identity.of("another tenant's admin", theirs.token(Roles.TENANT_ADMIN), Roles.TENANT_ADMIN)
            .ofAnotherTenant();
    IDENTITIES.add(stranger);
    IDENTITIES.add(stranger.naming(tenant.id(), "our tenant"));
  }

  @Test
  @Order(1)
  void hasARuleForEveryOperation() {
    assertThat(OPERATIONS.stream().filter(it -> AccessRules.find(it).isEmpty()))
        .as("operations of which AccessRules does not say who may call them: add a line each")
        .isEmpty();
    assertThat(OPERATIONS).hasSizeGreaterThan(70);
  }

  @Test
  @Order(2)
  void documentsTheRolesOfEveryOperation() {
    var wrong = new ArrayList<String>();
    for (var operation : OPERATIONS) {
      var rule = AccessRules.of(operation);
      if (operation.open() != rule.isOpen()
          || !Set.copyOf(operation.roles()).equals(rule.roles())) {
        wrong.add(operation + " says " + operation.roles() + " and not " + rule.roles());
      }
      var named = NAMED_ROLES.matcher(operation.description());
      if (!rule.isOpen() && (!named.find() || !roles(named.group(1)).equals(rule.roles()))) {
        wrong.add(operation + " describes itself wrongly: " + operation.description());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Set<String> roles(String named) {
    return named.equals("any")
        ? Set.of("ANY")
        : new HashSet<>(Arrays.asList(named.split(", ", -1)));
  }

  @Test
  @Order(3)
  void refusesWhoMayNotBeforeAnythingElseAndTellsNothing() {
    matrix.askAll(
        OPERATIONS,
        IDENTITIES,
        promise -> promise != Identity.Promise.PASSES,
        (operation, identity) -> {
          var question = Question.about(ours, operation);
          for (var asked : List.of(question, question.spoilt())) {
            matrix.refuses(asked, identity);
          }
        });
    assertThat(matrix.takeFailures()).isEmpty();
  }

  @Test
  @Order(4)
  void tellsAnotherTenantNoMoreOfOursThanOfWhatDoesNotExist() {
    matrix.askAll(
        OPERATIONS,
        IDENTITIES.stream().filter(Identity::foreign).toList(),
        promise -> promise == Identity.Promise.PASSES,
        (operation, identity) ->
            matrix.tellsNoDifference(
                Question.about(ours, operation), Question.about(nobodys, operation), identity));
    assertThat(matrix.takeFailures()).isEmpty();
  }

  @Test
  @Order(5)
  void letsReadWhoMay() {
    matrix.askAll(
        OPERATIONS.stream().filter(Operation::reads).toList(),
        IDENTITIES.stream().filter(it -> !it.foreign()).toList(),
        promise -> promise == Identity.Promise.PASSES,
        (operation, identity) ->
            matrix.answers(
                Question.about(ours, operation),
                identity,
                Question.namesAThing(operation) ? Set.of(200) : Set.of(200, 404)));
    assertThat(matrix.takeFailures()).isEmpty();
  }

  /** Last, and what may act on all there is at the very end: they could change what others need. */
  @Test
  @Order(6)
  void letsActWhoMay() {
    var acting = OPERATIONS.stream().filter(it -> !it.reads()).toList();
    for (var group :
        List.of(
            acting.stream().filter(it -> !actsOnEverything(it)).toList(),
            acting.stream().filter(AccessMatrixIT::actsOnEverything).toList())) {
      matrix.askAll(
          group,
          IDENTITIES.stream().filter(it -> !it.foreign()).toList(),
          promise ->
              promise != Identity.Promise.FORBIDDEN
                  && promise != Identity.Promise.UNAUTHENTICATED
                  && promise != Identity.Promise.TENANT_REQUIRED,
          (operation, identity) ->
              matrix.passes(Question.about(nobodys, operation).empty(), identity));
    }
    assertThat(matrix.takeFailures()).isEmpty();
  }

  private static boolean actsOnEverything(Operation operation) {
    return operation.variables().isEmpty() && operation.contentType() == null;
  }

  /** A gateway's message names a device that both tenants have. */
  @Test
  @Order(5)
  void storesNothingWhereASenderNamesATenantAndOtherwiseInItsOwnAlone() throws SQLException {
    var theirs = platform.newTenant();
    var schema = theirs.schema("a-schema", Tenant.DEFINITION);
    theirs.device(ours.externalId(), theirs.deviceType("a-type", schema));
    var message = "[{'device': '%s', 'fields': {'temperature': 71}}]".formatted(ours.externalId());
    var line = "m,device=%s temperature=71".formatted(ours.externalId());
    var before = messages();
    for (var named : List.of(ours.tenant().id(), theirs.id())) {
      for (var role : List.of(Roles.DEVICE, Roles.GATEWAY)) {
        var http = platform.http(Service.INGESTION, ours.credential(role)).forTenant(named);
        var path = role.equals(Roles.DEVICE) ? "/api/v1/telemetry" : "/api/v1/gateway/telemetry";
        assertThat(http.post(path, message).expect(403).problem()).isEqualTo("tenant-not-allowed");
      }
      var refused = write(line, named);
      assertThat(refused.expect(403).body().path("code").asText()).isEqualTo("forbidden");
    }
    assertThat(messages()).isEqualTo(before);
    write(line, null).expect(204);
    assertThat(messages()).containsOnlyKeys(ours.tenant().id()).isNotEqualTo(before);
  }

  private static Http.Answer write(String line, @Nullable UUID named) {
    var http =
        platform
            .http(Service.INGESTION, null)
            .with("Authorization", "Token " + ours.credential(Roles.GATEWAY));
    return (named == null ? http : http.forTenant(named))
        .send("POST", "/api/v2/write", line.getBytes(StandardCharsets.UTF_8), "text/plain");
  }

  /** How many messages are stored of each tenant. */
  private static Map<UUID, Integer> messages() throws SQLException {
    try (var connection = platform.timeseries().adminConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT tenant_id, count(*) FROM telemetry.telemetry GROUP BY tenant_id")) {
      var messages = new HashMap<UUID, Integer>();
      while (row.next()) {
        messages.put(row.getObject(1, UUID.class), row.getInt(2));
      }
      return messages;
    }
  }

  @Test
  @Order(7)
  void refusesStrangeTokensInEveryService() {
    for (var service : Service.values()) {
      var operation =
          OPERATIONS.stream()
              .filter(it -> it.service() == service && AccessRules.of(it).tenancy() == Tenancy.ONE)
              .filter(it -> it.reads() || service == Service.INGESTION)
              .findFirst()
              .orElseThrow();
      var question = Question.about(ours, operation);
      var admin = Identity.of("a genuine token", forge.genuine(), Roles.TENANT_ADMIN);
      matrix.answers(question, admin, service == Service.INGESTION ? Set.of(403) : Set.of(200));
      var emperor = Identity.of("an emperor", forge.withUnheardOfRoles(), "EMPEROR");
      matrix.answers(question, emperor, Set.of(403));
      for (var role : List.of(Roles.DEVICE, Roles.GATEWAY)) {
        var sender = Identity.of("a JWT that says " + role, forge.as(role), role);
        matrix.answers(question, sender, Set.of(401, 403));
      }
      var enormous = Identity.nobody("an enormous token", forge.enormous());
      matrix.answers(question, enormous, Set.of(400, 401, 413, 431));
      forge
          .strange()
          .forEach((what, token) -> matrix.refuses(question, Identity.nobody(what, token)));
    }
    assertThat(matrix.takeFailures()).isEmpty();
  }
}
