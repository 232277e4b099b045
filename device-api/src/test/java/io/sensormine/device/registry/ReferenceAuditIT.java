package io.sensormine.device.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.device.testing.StandInRegistry;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit that a person asks for. */
class ReferenceAuditIT {
  private static final String TYPES = "/api/v1/device-types";
  private static final String AUDIT = "/api/v1/reference-audit";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;

  @BeforeAll
  static void start() {
    api = DeviceApi.start(Map.of("SENSORMINE_DEVICE_REFERENCE_AUDIT_INITIAL_DELAY", "24h"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    api.registry.failWith(0);
  }

  private UUID following(Schema schema) {
    return DeviceApi.makeType(admin, ", 'schemaId': '%s'".formatted(schema.id()));
  }

  private UUID pinning(Schema schema) {
    return DeviceApi.makeType(
        admin,
        ", 'schemaId': '%s', 'schemaVersionPolicy': 'PINNED', 'schemaVersionId': '%s'"
            .formatted(schema.id(), schema.latestVersion().id()));
  }

  private static Schema schema() {
    return api.registry.add(VersionStatus.ACTIVE, false);
  }

  private static String finding(String kind, UUID type, String field, UUID id) {
    return "{\"kind\":\"%s\",\"deviceTypeId\":\"%s\",\"field\":\"%s\",\"id\":\"%s\"}"
        .formatted(kind, type, field, id);
  }

  private static List<String> items(JsonNode body) {
    var items = new ArrayList<String>();
    body.path("items").forEach(item -> items.add(item.toString()));
    return items;
  }

  private List<String> found(String query) {
    return items(admin.get(AUDIT + query).expect(200).body());
  }

  @Test
  void findsNothingWhereEveryReferenceHolds() {
    DeviceApi.makeType(admin);
    following(schema());
    pinning(schema());
    following(api.registry.add(VersionStatus.DRAFT, false));
    var body = admin.get(AUDIT).expect(200).body();
    assertThat(body.path("items")).isEmpty();
    assertThat(body.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void tellsWhatDanglesInOrderOfDeviceType() throws SQLException {
    var planted = schema();
    var unknown = following(planted);
    var nobody = UUID.randomUUID();
    set(unknown, "schema_id", nobody);
    var archived = schema();
    var ofArchived = following(archived);
    api.registry.archive(archived);
    var deprecated = schema();
    var ofDeprecated = pinning(deprecated);
    api.registry.deprecate(deprecated);
    var holds = schema();
    var foreign = pinning(holds);
    set(foreign, "schema_version_id", planted.latestVersion().id());
    var forgotten = schema();
    var ofForgotten = pinning(forgotten);
    api.registry.forget(forgotten);
    var both = schema();
    var ofBoth = pinning(both);
    api.registry.archive(both);
    api.registry.deprecate(both);
    assertThat(found(""))
        .containsExactly(
            finding("UNKNOWN", unknown, "schemaId", nobody),
            finding("ARCHIVED", ofArchived, "schemaId", archived.id()),
            finding("DEPRECATED", ofDeprecated, "schemaVersionId", deprecated.latestVersion().id()),
            finding("UNKNOWN", foreign, "schemaVersionId", planted.latestVersion().id()),
            finding("UNKNOWN", ofForgotten, "schemaId", forgotten.id()),
            finding("UNKNOWN", ofForgotten, "schemaVersionId", forgotten.latestVersion().id()),
            finding("ARCHIVED", ofBoth, "schemaId", both.id()),
            finding("DEPRECATED", ofBoth, "schemaVersionId", both.latestVersion().id()));
    assertThat(found("?kind=ARCHIVED"))
        .containsExactly(
            finding("ARCHIVED", ofArchived, "schemaId", archived.id()),
            finding("ARCHIVED", ofBoth, "schemaId", both.id()));
    assertThat(found("?kind=DEPRECATED")).hasSize(2);
    assertThat(pages(1)).isEqualTo(found(""));
    assertThat(pages(5)).isEqualTo(found(""));
  }

  @Test
  void findsSchemasThatAreFollowedWithoutAnActiveVersion() {
    var lapsed = schema();
    var types = List.of(following(lapsed), following(lapsed));
    api.registry.deprecate(lapsed);
    var successor = schema();
    following(successor);
    api.registry.addVersion(successor.id(), VersionStatus.DEPRECATED);
    var archived = schema();
    var ofArchived = following(archived);
    api.registry.deprecate(archived);
    api.registry.archive(archived);
    following(api.registry.add(VersionStatus.DRAFT, false));
    // messages are refused all the while its next version is drafted
    var redrafted = schema();
    var ofRedrafted = following(redrafted);
    api.registry.deprecate(redrafted);
    api.registry.addVersion(redrafted.id(), VersionStatus.DRAFT);
    assertThat(found("?kind=DEPRECATED"))
        .contains(finding("DEPRECATED", ofRedrafted, "schemaId", redrafted.id()));
    assertThat(found(""))
        .containsExactly(
            finding("DEPRECATED", types.get(0), "schemaId", lapsed.id()),
            finding("DEPRECATED", types.get(1), "schemaId", lapsed.id()),
            finding("ARCHIVED", ofArchived, "schemaId", archived.id()),
            finding("DEPRECATED", ofRedrafted, "schemaId", redrafted.id()));
    assertThat(pages(1)).isEqualTo(found(""));
  }

  @Test
  void tellsTheTenantsOwnLivingTypesOnly() {
    var schema = schema();
    var type = following(schema);
    var archived = following(schema);
    admin.delete(TYPES + "/" + archived).expect(204);
    var other = api.admin(UUID.randomUUID());
    DeviceApi.makeType(other, ", 'schemaId': '%s'".formatted(schema.id()));
    api.registry.forget(schema);
    assertThat(found("")).containsExactly(finding("UNKNOWN", type, "schemaId", schema.id()));
    assertThat(items(other.get(AUDIT).expect(200).body())).hasSize(1);
    assertThat(items(api.admin(UUID.randomUUID()).get(AUDIT).expect(200).body())).isEmpty();
  }

  @Test
  void looksAtAThousandTypesATime() throws SQLException {
    var template = following(schema());
    try (var connection = api.database.adminConnection();
        var statement = connection.prepareStatement(COPIES)) {
      statement.setInt(1, 2_000);
      statement.setObject(2, template);
      statement.executeUpdate();
    }
    assertThat(pages(500)).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(found("?kind=ARCHIVED")).isEmpty();
    assertThat(resolved()).contains(1_000, 1).allMatch(ids -> ids <= 1_000);
  }

  /** Device types like one, each referring to a schema that nobody has. */
  private static final String COPIES =
      """
      INSERT INTO device.device_types (id, tenant_id, name, protocol, schema_id,
        schema_version_policy, attributes, tags, version, revision, created_at, updated_at)
      SELECT gen_random_uuid(), tenant_id, name || n, protocol, gen_random_uuid(),
        schema_version_policy, attributes, tags, version, revision, created_at, updated_at
      FROM device.device_types, generate_series(1, ?) n WHERE id = ?
      """;

  @Test
  void asksForFewerWhereDefinitionsAreLarge() {
    // twice in each definition: the longest text that JSON may have is 1 MiB
    var large = "x".repeat(750_000);
    for (int i = 0; i < 9; i++) {
      pinning(api.registry.add(VersionStatus.ACTIVE, false, large));
    }
    var deprecated = api.registry.add(VersionStatus.ACTIVE, false, large);
    var type = pinning(deprecated);
    api.registry.deprecate(deprecated);
    assertThat(found(""))
        .containsExactly(
            finding("DEPRECATED", type, "schemaVersionId", deprecated.latestVersion().id()));
    // the schemas, all versions in vain, then each half
    assertThat(resolved()).containsExactly(10, 10, 5, 5);
  }

  /** How many ids each call for the tenant resolved. */
  private List<Integer> resolved() {
    return api.registry.resolved().stream()
        .filter(call -> call.tenantId().equals(tenant))
        .map(StandInRegistry.Resolved::ids)
        .toList();
  }

  @Test
  void answers503WhileTheRegistryIsAway() {
    following(schema());
    api.registry.failWith(500);
    var away = admin.get(AUDIT).expect(503);
    assertThat(away.problem()).isEqualTo("dependency-unavailable");
    assertThat(away.header("Retry-After")).isNotEmpty();
    // a tenant without references needs no registry
    api.admin(UUID.randomUUID()).get(AUDIT).expect(200);
  }

  @Test
  void letsReadersAskAndNobodyElse() {
    for (var role : List.of(Roles.TENANT_ADMIN, Roles.OPERATOR, Roles.ANALYST)) {
      api.as(tenant, role).get(AUDIT).expect(200);
    }
    var platform = api.service.http(api.identity.token(null, Roles.PLATFORM_ADMIN));
    platform.get(AUDIT).expect(400);
    platform.forTenant(tenant).get(AUDIT).expect(200);
    api.as(tenant, Roles.DEVICE).get(AUDIT).expect(403);
    api.service(tenant).get(AUDIT).expect(403);
    api.service.anonymous().get(AUDIT).expect(401);
  }

  @Test
  void refusesAListThatThereIsNot() {
    for (var query :
        List.of("?kind=LOST", "?limit=0", "?limit=501", "?cursor=x", "?deviceTypeId=1")) {
      admin.get(AUDIT + query).expect(400);
    }
  }

  private List<String> pages(int limit) {
    var all = new ArrayList<String>();
    var cursor = "";
    do {
      var page = admin.get(AUDIT + "?limit=" + limit + cursor).expect(200).body();
      all.addAll(items(page));
      cursor =
          page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return all;
  }

  private static void set(UUID type, String column, UUID id) throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement =
            connection.prepareStatement(
                "UPDATE device.device_types SET %s = ? WHERE id = ?".formatted(column))) {
      statement.setObject(1, id);
      statement.setObject(2, type);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
