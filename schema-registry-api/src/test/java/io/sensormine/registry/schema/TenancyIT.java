package io.sensormine.registry.schema;

import static io.sensormine.registry.schema.Registry.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what, and whose data nobody else sees. */
class TenancyIT {
  private static final UUID OURS = UUID.randomUUID();
  private static final UUID THEIRS = UUID.randomUUID();
  private static final String SCHEMAS = "/api/v1/schemas";

  private static Registry registry;
  private static UUID schemaId;
  private static String versionId;

  @BeforeAll
  static void start() {
    registry = new Registry();
    var created = registry.as(OURS, Roles.TENANT_ADMIN).post(SCHEMAS, schema("ours", "t"));
    schemaId = created.expect(201).id();
    versionId = created.body().at("/latestVersion/id").asText();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Test
  void asksEveryoneWhoTheyAre() {
    var anonymous = registry.service.anonymous();
    for (var path : reads()) {
      anonymous.get(path).expect(401);
    }
    anonymous.post(SCHEMAS, schema("x", "t")).expect(401);
    anonymous.post(SCHEMAS + "/resolve", "{'ids': []}").expect(401);
  }

  @Test
  void letsOperatorsAnalystsAndServicesReadOnly() {
    var readers =
        List.of(
            registry.as(OURS, Roles.OPERATOR),
            registry.as(OURS, Roles.ANALYST),
            registry.service(OURS));
    for (var reader : readers) {
      for (var path : reads()) {
        reader.get(path).expect(200);
      }
      reader
          .post("/api/v1/schema-versions/resolve", "{'ids': ['%s']}".formatted(versionId))
          .expect(200);
      reader.post(SCHEMAS + "/resolve", "{'ids': ['%s']}".formatted(schemaId)).expect(200);
      reader.post(version() + "/validate", "{'payloads': [{}]}").expect(200);
      writes(reader, 403);
    }
  }

  @Test
  void letsADeviceNeitherReadNorWrite() {
    var device = registry.as(OURS, Roles.DEVICE);
    reads().forEach(path -> device.get(path).expect(403));
    device.post(SCHEMAS + "/resolve", "{'ids': []}").expect(403);
    writes(device, 403);
  }

  @Test
  void letsAPlatformAdminDoEverythingForTheTenantItNames() {
    var platform = registry.service.http(registry.identity.token(null, Roles.PLATFORM_ADMIN));
    platform.get(SCHEMAS).expect(400);
    var tenant = UUID.randomUUID();
    platform.forTenant(tenant).post(SCHEMAS, schema("p", "t")).expect(201);
    assertThat(
            registry
                .as(tenant, Roles.ANALYST)
                .get(SCHEMAS)
                .body()
                .path("items")
                .findValuesAsText("name"))
        .containsExactly("p");
  }

  @Test
  void answers404ForWhatIsAnotherTenants() {
    var they = registry.as(THEIRS, Roles.TENANT_ADMIN);
    for (var path : List.of(SCHEMAS + "/" + schemaId, version(), versions(), byId())) {
      assertThat(they.get(path).expect(404).problem()).isEqualTo("not-found");
    }
    writes(they, 404);
    they.post(version() + "/validate", "{'payloads': []}").expect(404);
    var resolved =
        they.post("/api/v1/schema-versions/resolve", "{'ids': ['%s']}".formatted(versionId)).body();
    assertThat(resolved.path("items")).isEmpty();
    assertThat(resolved.at("/unknown/0").asText()).isEqualTo(versionId);
    var schemas = they.post(SCHEMAS + "/resolve", "{'ids': ['%s']}".formatted(schemaId)).body();
    assertThat(schemas.path("items")).isEmpty();
    assertThat(schemas.at("/unknown/0").asText()).isEqualTo(schemaId.toString());
    assertThat(they.get(SCHEMAS).body().path("items")).isEmpty();
  }

  @Test
  void showsNoRowWithoutATenant() throws SQLException {
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP)) {
      assertThat(count(connection, "schemas")).isZero();
      assertThat(count(connection, "schema_versions")).isZero();
      become(connection, THEIRS);
      assertThat(count(connection, "schemas")).isZero();
      become(connection, OURS);
      assertThat(count(connection, "schemas")).isPositive();
      assertThat(count(connection, "schema_versions")).isPositive();
    }
  }

  @Test
  void cannotWriteForAnotherTenantAtTheDatabase() throws SQLException {
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP)) {
      become(connection, THEIRS);
      assertThat(run(connection, "UPDATE schemas SET archived_at = now()")).isZero();
      denied(
          connection,
          """
          INSERT INTO schemas (id, tenant_id, name, tags, compatibility,
            compatibility_policy, created_at)
          VALUES (gen_random_uuid(), '%s', 'x', '{}', 'NONE', 'STRICT', now())
          """
              .formatted(OURS),
          "row-level security");
      // a version of one's own in another tenant's schema
      denied(connection, insertVersion(THEIRS), "fk_schema_versions_schema");
      denied(connection, insertVersion(OURS), "row-level security");
    }
  }

  @Test
  void cannotChangeADefinitionAtTheDatabase() throws SQLException {
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP)) {
      become(connection, OURS);
      for (var column :
          List.of(
              "definition = '{}'",
              "bundle = '{}'",
              "fingerprint = ''",
              "version = 7",
              "fields = '[]'")) {
        denied(connection, "UPDATE schema_versions SET " + column, "permission denied");
      }
      denied(connection, "UPDATE schemas SET tenant_id = tenant_id", "permission denied");
      denied(connection, "DELETE FROM schema_versions", "permission denied");
      denied(connection, "DELETE FROM schemas", "permission denied");
      denied(connection, "UPDATE schema_versions SET status = 'GONE'", "ck_schema_versions_status");
    }
  }

  @Test
  void searchesByPrefixThroughAnIndexUnderRowLevelSecurity() throws SQLException {
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP);
        var statement = connection.createStatement()) {
      become(connection, OURS);
      statement.execute("SET enable_seqscan = off");
      var plan = new StringBuilder();
      try (var rows =
          statement.executeQuery(
              "EXPLAIN SELECT id FROM schemas WHERE name_key >= 'ta' AND name_key < 'tb'"
                  + " ORDER BY name_key, id LIMIT 51")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      assertThat(plan)
          .contains("ix_schemas_tenant_name_key")
          .containsPattern("Index Cond: .*name_key >= 'ta'")
          .doesNotContain("Sort");
    }
  }

  private static List<String> reads() {
    return List.of(SCHEMAS, SCHEMAS + "/" + schemaId, versions(), version(), byId());
  }

  private static void writes(Http client, int status) {
    if (status == 403) {
      client.post(SCHEMAS, schema("x", "t")).expect(403);
    }
    client.patch(SCHEMAS + "/" + schemaId, "{'tags': []}").expect(status);
    client.delete(SCHEMAS + "/" + schemaId).expect(status);
    client.post(versions(), Registry.version("u")).expect(status);
    client.post(version() + "/activate", "").expect(status);
    client.post(version() + "/deprecate", "").expect(status);
  }

  private static String versions() {
    return SCHEMAS + "/" + schemaId + "/versions";
  }

  private static String version() {
    return versions() + "/1";
  }

  private static String byId() {
    return "/api/v1/schema-versions/" + versionId;
  }

  private static String insertVersion(UUID tenant) {
    return """
    INSERT INTO schema_versions (id, tenant_id, schema_id, version, status, definition,
      fingerprint, fields, created_at)
    VALUES (gen_random_uuid(), '%s', '%s', 9, 'DRAFT', '{}', repeat('0', 64), '[]', now())
    """
        .formatted(tenant, schemaId);
  }

  private static void become(Connection connection, UUID tenant) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT set_config('sensormine.tenant_id', ?, false)")) {
      statement.setString(1, tenant.toString());
      statement.execute();
    }
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static int run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static void denied(Connection connection, String sql, String why) {
    assertThatThrownBy(() -> run(connection, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(why);
  }
}
