package io.sensormine.registry.schema;

import static io.sensormine.registry.schema.Registry.schema;
import static io.sensormine.registry.schema.Registry.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who changed what of a schema. */
class AuditLogIT {
  private static final String SCHEMAS = "/api/v1/schemas";
  private static Registry registry;

  private final UUID tenant = UUID.randomUUID();
  private Http admin;
  private String subject;
  private String path;

  @BeforeAll
  static void start() {
    registry = new Registry();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @BeforeEach
  void createASchema() throws IOException {
    var token = registry.identity.token(tenant, Roles.TENANT_ADMIN);
    subject =
        new JsonMapper()
            .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]))
            .path("sub")
            .asText();
    admin = registry.service.http(token);
    var request = schema("meter", "t").replaceFirst("\\{", "{'tags': ['a'],");
    path = SCHEMAS + "/" + admin.post(SCHEMAS, request).expect(201).id();
  }

  private JsonNode log() {
    return admin.get(path + "/audit-log").expect(200).body().path("items");
  }

  private List<String> actions() {
    return log().findValuesAsText("action");
  }

  @Test
  void tellsWhoCreatedASchemaAndAsWhat() {
    var before = Instant.now().minusSeconds(60);
    var log = log();
    assertThat(log).hasSize(1);
    var entry = log.path(0);
    assertThat(entry.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "action", "actor", "at", "version", "patch");
    assertThat(entry.path("action").asText()).isEqualTo("CREATED");
    assertThat(entry.path("actor").asText()).isEqualTo(subject).isNotEmpty();
    assertThat(Instant.parse(entry.path("at").asText())).isBetween(before, Instant.now());
    assertThat(entry.path("version").isNull()).isTrue();
    assertThat(entry.path("patch"))
        .hasToString(
            """
            [{"op":"add","path":"","value":{"name":"meter","tags":["a"],"archived":false,\
            "description":null,"compatibility":"BACKWARD","compatibilityPolicy":"LENIENT"}}]\
            """);
  }

  @Test
  void keepsAPatchOfEachChangeAndNothingWhereNothingChanges() {
    admin
        .patch(path, "{'description': 'd', 'tags': ['a', 'b'], 'compatibility': 'FULL'}")
        .expect(200);
    admin.patch(path, "{'description': 'd', 'tags': ['a', 'b', 'a']}").expect(200);
    admin.patch(path, "{}").expect(200);
    assertThat(actions()).containsExactly("CHANGED", "CREATED");
    assertThat(log().path(0).path("patch"))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(
            "{\"op\":\"replace\",\"path\":\"/description\",\"value\":\"d\"}",
            "{\"op\":\"add\",\"path\":\"/tags/1\",\"value\":\"b\"}",
            "{\"op\":\"replace\",\"path\":\"/compatibility\",\"value\":\"FULL\"}");
  }

  @Test
  void saysOnceThatASchemaWasArchived() {
    admin.delete(path).expect(204);
    admin.delete(path).expect(204);
    admin.patch(path, "{'tags': []}").expect(409);
    assertThat(actions()).containsExactly("ARCHIVED", "CREATED");
    assertThat(log().path(0).path("patch"))
        .hasToString("[{\"op\":\"replace\",\"path\":\"/archived\",\"value\":true}]");
  }

  @Test
  void followsEachVersionByItsNumber() {
    var versions = path + "/versions";
    admin.post(versions, version("u")).expect(201);
    admin.post(versions, version("u")).expect(200);
    admin.post(versions + "/2/activate", "").expect(200);
    admin.post(versions + "/2/activate", "").expect(409);
    admin.post(versions + "/2/deprecate", "").expect(200);
    admin.post(versions + "/7/activate", "").expect(404);
    admin.post(versions, "{'definition': {'type': 'array'}}").expect(422);
    assertThat(actions())
        .containsExactly("VERSION_DEPRECATED", "VERSION_ACTIVATED", "VERSION_ADDED", "CREATED");
    for (int index = 0; index < 3; index++) {
      var entry = log().path(index);
      assertThat(entry.path("version").asInt()).isEqualTo(2);
      assertThat(entry.path("patch").isNull()).isTrue();
      assertThat(entry.path("actor").asText()).isEqualTo(subject);
    }
  }

  @Test
  void namesThePlatformAdminWhoActedForTheTenant() {
    var platform = registry.service.http(registry.identity.token(null, Roles.PLATFORM_ADMIN));
    platform.forTenant(tenant).delete(path).expect(204);
    assertThat(platform.forTenant(tenant).get(path + "/audit-log").expect(200).text())
        .isEqualTo(admin.get(path + "/audit-log").text());
    assertThat(log().at("/0/actor").asText()).isNotEqualTo(subject).isNotEmpty();
  }

  @Test
  void comesInPagesTheNewestFirst() {
    for (int i = 0; i < 4; i++) {
      admin.patch(path, "{'description': '%d'}".formatted(i)).expect(200);
    }
    var first = admin.get(path + "/audit-log?limit=2").expect(200).body();
    assertThat(first.findValuesAsText("value")).containsExactly("3", "2");
    admin.patch(path, "{'description': 'later'}").expect(200);
    var rest = path + "/audit-log?limit=3&cursor=" + first.path("nextCursor").asText();
    var second = admin.get(rest).expect(200).body();
    assertThat(second.path("items").findValuesAsText("action"))
        .containsExactly("CHANGED", "CHANGED", "CREATED");
    assertThat(second.path("nextCursor").isNull()).isTrue();
    admin.get(path + "/audit-log?limit=0").expect(400);
    admin.get(path + "/audit-log?cursor=x").expect(400);
  }

  @Test
  void isReadByTheTenantsPeopleOnly() {
    for (var role : List.of(Roles.OPERATOR, Roles.ANALYST)) {
      registry.as(tenant, role).get(path + "/audit-log").expect(200);
    }
    registry.as(tenant, Roles.DEVICE).get(path + "/audit-log").expect(403);
    registry.service.anonymous().get(path + "/audit-log").expect(401);
    assertThat(registry.admin().get(path + "/audit-log").expect(404).problem())
        .isEqualTo("not-found");
    admin.get(SCHEMAS + "/" + UUID.randomUUID() + "/audit-log").expect(404);
  }

  @Test
  void undoesTheChangeThatItCannotKeep() throws SQLException {
    administer("REVOKE INSERT ON registry.schema_audit_logs FROM registry_app");
    try {
      admin.patch(path, "{'description': 'untold'}").expect(500);
      admin.post(path + "/versions", version("u")).expect(500);
      admin.post(path + "/versions/1/activate", "").expect(500);
      admin.delete(path).expect(500);
      admin.post(SCHEMAS, schema("untold", "t")).expect(500);
    } finally {
      administer("GRANT INSERT ON registry.schema_audit_logs TO registry_app");
    }
    var schema = admin.get(path).expect(200).body();
    assertThat(schema.path("description").isNull()).isTrue();
    assertThat(schema.path("archived").asBoolean()).isFalse();
    assertThat(schema.at("/latestVersion/version").asInt()).isEqualTo(1);
    assertThat(schema.at("/latestVersion/status").asText()).isEqualTo("DRAFT");
    assertThat(admin.get(SCHEMAS).body().path("items")).hasSize(1);
    assertThat(actions()).containsExactly("CREATED");
  }

  private static void administer(String sql) throws SQLException {
    try (var connection = registry.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void neverChangesWhatHasHappened() throws SQLException {
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP);
        var statement = connection.createStatement()) {
      statement.execute("SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(tenant));
      for (var sql :
          List.of(
              "UPDATE schema_audit_logs SET actor = 'nobody'",
              "DELETE FROM schema_audit_logs",
              "TRUNCATE schema_audit_logs",
              "DROP TABLE schema_audit_logs")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .as(sql)
            .satisfies(
                error -> assertThat(((SQLException) error).getSQLState()).isEqualTo("42501"));
      }
    }
  }

  @Test
  void showsAndTakesRowsOfTheTenantAtHandOnly() throws SQLException {
    var other = UUID.randomUUID();
    var schemaId = path.substring(SCHEMAS.length() + 1);
    try (var connection = registry.database.connect(DatabaseRole.REGISTRY_APP);
        var statement = connection.createStatement()) {
      statement.execute("SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(other));
      try (var rows = statement.executeQuery("SELECT count(*) FROM schema_audit_logs")) {
        rows.next();
        assertThat(rows.getInt(1)).isZero();
      }
      var insert =
          """
          INSERT INTO schema_audit_logs (id, tenant_id, schema_id, action, actor, patch, occurred_at)
          VALUES (gen_random_uuid(), '%s', '%s', 'CREATED', 'nobody', '[]', now())
          """;
      assertThatThrownBy(() -> statement.execute(insert.formatted(tenant, schemaId)))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> statement.execute(insert.formatted(other, schemaId)))
          .hasMessageContaining("fk_schema_audit_logs_schema");
    }
  }
}
