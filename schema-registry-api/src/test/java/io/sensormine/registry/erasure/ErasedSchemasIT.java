package io.sensormine.registry.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import io.sensormine.registry.schema.Registry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the registry deletes of a tenant, two rows a transaction. */
class ErasedSchemasIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID STRANGER = UUID.randomUUID();
  private static Registry registry;

  @BeforeAll
  static void start() {
    registry =
        new Registry(
            Map.of(
                "SENSORMINE_ERASURE_INTERVAL", "100ms",
                "SENSORMINE_ERASURE_TENANT_SETTLE", "PT0S",
                "SENSORMINE_ERASURE_MAX_ROWS", "2"));
    fill(registry.as(TENANT, Roles.TENANT_ADMIN));
    fill(registry.as(STRANGER, Roles.TENANT_ADMIN));
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  private static void fill(Http admin) {
    for (var name : List.of("a", "b", "c")) {
      var schema =
          admin
              .post(
                  "/api/v1/schemas",
                  "{'name': '%s', 'definition': {'type': 'object'}}".formatted(name))
              .expect(201)
              .id();
      admin.post("/api/v1/schemas/" + schema + "/versions/1/activate", "{}").expect(200);
    }
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Of every table that knows tenants, whichever there are by now. */
  private static Map<String, Long> of(UUID tenant) throws SQLException {
    var counts = new TreeMap<String, Long>();
    try (var connection = registry.database.adminConnection()) {
      for (var table :
          column(
              connection,
              "SELECT table_name FROM information_schema.columns"
                  + " WHERE table_schema = 'registry' AND column_name = 'tenant_id'")) {
        var count =
            column(
                connection,
                "SELECT count(*) FROM registry.%s WHERE tenant_id = '%s'".formatted(table, tenant));
        counts.put(table, Long.valueOf(count.getFirst()));
      }
    }
    return counts;
  }

  @Test
  void erasesATenantAndNoOther() throws SQLException {
    var before = of(TENANT);
    var others = of(STRANGER);
    assertThat(before)
        .containsEntry("schemas", 3L)
        .containsEntry("schema_versions", 3L)
        .containsEntry("schema_audit_logs", 6L);
    var erasure = registry.identity.erasures().ofTenant(TENANT, Instant.now());
    assertThat(registry.identity.erasures().awaitReport(erasure)).isEqualTo(before);
    assertThat(of(TENANT).values()).containsOnly(0L);
    assertThat(of(STRANGER)).isEqualTo(others);
    var admin = registry.as(TENANT, Roles.TENANT_ADMIN);
    assertThat(admin.get("/api/v1/schemas").expect(200).body().path("items")).isEmpty();
  }

  @Test
  void deletesNothingThatItDoesNotCount() throws SQLException {
    var erasure = UUID.randomUUID();
    var call = "SELECT registry.erase('%s', '%s', '%s', 1)";
    try (var app = registry.database.connect(DatabaseRole.REGISTRY_APP)) {
      assertThat(column(app, call.formatted(erasure, STRANGER, "schema_audit_logs")))
          .containsExactly("1");
      assertThat(column(app, "SELECT what || deleted FROM registry.erasure_progress"))
          .contains("schema_audit_logs1");
      assertThatThrownBy(() -> column(app, call.formatted(erasure, STRANGER, "erasure_progress")))
          .hasMessageContaining("not erased");
      for (var change :
          List.of(
              "DELETE FROM registry.schema_audit_logs RETURNING 1",
              "UPDATE registry.schema_audit_logs SET actor = 'x' RETURNING 1",
              "DELETE FROM registry.erasure_progress RETURNING 1",
              "UPDATE registry.erasure_progress SET deleted = 0 RETURNING 1")) {
        assertThatThrownBy(() -> column(app, change)).hasMessageContaining("permission denied");
      }
    }
  }
}
