package io.sensormine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database itself grants the role that the service works under. */
class IsolationIT {
  private static final String[] TENANT_TABLES = {
    "users", "refresh_tokens", "api_tokens", "security_events", "ended_sessions"
  };

  private final IdentityUnderTest identity = IdentityUnderTest.shared();
  private Tenant tenant;
  private Tenant stranger;

  @BeforeEach
  void fillTwoTenants() {
    tenant = identity.tenant();
    stranger = identity.tenant();
    for (var one : List.of(tenant, stranger)) {
      one.http().post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['ANALYST']}").expect(201);
      var gone = identity.user(one, "gone@example.com", "ANALYST");
      one.http().delete("/api/v1/users/" + gone.userId()).expect(204);
    }
  }

  @Test
  void showsNothingWithoutATenant() throws Exception {
    try (var connection = app("")) {
      for (var table : TENANT_TABLES) {
        // the platform's events and admins are no tenant's
        assertThat(tenants(connection, table)).as(table).allMatch(Objects::isNull);
      }
    }
  }

  @Test
  void showsATenantItsOwnOnly() throws Exception {
    try (var connection = app(tenant.id().toString())) {
      for (var table : TENANT_TABLES) {
        assertThat(tenants(connection, table)).as(table).isNotEmpty().containsOnly(tenant.id());
      }
    }
  }

  @Test
  void letsNobodyWriteIntoAnotherTenant() throws Exception {
    try (var connection = app(tenant.id().toString())) {
      assertThat(
              changed(
                  connection,
                  "UPDATE users SET display_name = 'x' WHERE tenant_id = '%s'"
                      .formatted(stranger.id())))
          .isZero();
      assertThat(
              changed(
                  connection, "DELETE FROM users WHERE tenant_id = '%s'".formatted(stranger.id())))
          .isZero();
      assertThatThrownBy(() ->
              changed(connection, "UPDATE users SET tenant_id = '%s'".formatted(stranger.id())))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() ->
              changed(
                  connection,
                  """
                  INSERT INTO api_tokens (id, tenant_id, name, roles, secret_sha256, created_by,
                    created_at, updated_at)
                  VALUES (gen_random_uuid(), '%s', 'x', '{ANALYST}', repeat('a', 64), 'x',
                    now(), now())
                  """
                      .formatted(stranger.id())))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void letsNobodyMakeThemselvesAPlatformAdmin() throws Exception {
    try (var connection = app(tenant.id().toString())) {
      assertThatThrownBy(() ->
              changed(connection, "UPDATE users SET tenant_id = NULL, roles = '{PLATFORM_ADMIN}'"))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> changed(connection, "UPDATE users SET roles = '{PLATFORM_ADMIN}'"))
          .hasMessageContaining("ck_users_roles");
    }
  }

  @Test
  void reachesPlatformAdminsForNoTenantOnlyAndKeepsThemThere() throws Exception {
    try (var connection = app(tenant.id().toString())) {
      for (var statement :
          new String[] {
            "UPDATE users SET display_name = 'x' WHERE tenant_id IS NULL",
            "UPDATE refresh_tokens SET revoked_at = now() WHERE tenant_id IS NULL",
            "DELETE FROM users WHERE tenant_id IS NULL"
          }) {
        assertThat(changed(connection, statement)).as(statement).isZero();
      }
    }
    try (var connection = app("")) {
      assertThat(tenants(connection, "users")).isNotEmpty();
      assertThatThrownBy(() ->
              changed(
                  connection,
                  "UPDATE users SET tenant_id = '%s', roles = '{ANALYST}'".formatted(tenant.id())))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() ->
              changed(
                  connection,
                  """
                  INSERT INTO users (id, tenant_id, email, display_name, password_hash, roles,
                    created_at, updated_at)
                  VALUES (gen_random_uuid(), '%s', 'x', 'x', 'x', '{TENANT_ADMIN}', now(), now())
                  """
                      .formatted(tenant.id())))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void ownsNothingAndKeepsTheLogAsItIs() throws Exception {
    try (var connection = app(tenant.id().toString())) {
      for (var statement :
          new String[] {
            "UPDATE security_events SET type = 'x'",
            "DELETE FROM security_events",
            "DELETE FROM tenants",
            "DELETE FROM signing_keys",
            "UPDATE signing_keys SET private_jwk_sealed = 'x'",
            "SELECT secret_sha256 FROM refresh_tokens",
            "UPDATE api_tokens SET secret_sha256 = repeat('a', 64)",
            "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
            "CREATE TABLE identity.mine (id uuid)",
            "INSERT INTO erasures (id, subject, subject_id, requested_by, requested_at)"
                + " VALUES (gen_random_uuid(), 'TENANT', gen_random_uuid(), 'x', now())",
            "UPDATE erasures SET completed_at = now()",
            "DELETE FROM erasures",
            "UPDATE erasure_parts SET counts = '{}'",
            "DELETE FROM erasure_parts",
            "SET ROLE identity_eraser",
            "SET ROLE identity_lookup",
            "SET ROLE identity_owner"
          }) {
        assertThatThrownBy(() -> changed(connection, statement))
            .as(statement)
            .isInstanceOf(SQLException.class)
            .satisfies(refused ->
                assertThat(((SQLException) refused).getSQLState())
                    .as(statement)
                    .isEqualTo("42501"));
      }
    }
  }

  @Test
  void looksBeyondATenantOnlyThroughFunctionsOfTheLookupAndTheErasingRole() throws Exception {
    try (var connection = identity.database().adminConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    """
                    SELECT p.proname, r.rolname, p.proconfig::text,
                      has_function_privilege('public', p.oid, 'EXECUTE')
                    FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
                    WHERE p.pronamespace = 'identity'::regnamespace AND p.prosecdef
                    """)) {
      var count = 0;
      while (rows.next()) {
        count++;
        assertThat(rows.getString(2))
            .as(rows.getString(1))
            .isIn("identity_lookup", "identity_eraser");
        assertThat(rows.getString(3))
            .as(rows.getString(1))
            .contains("search_path=identity, pg_temp");
        assertThat(rows.getBoolean(4)).as(rows.getString(1)).isFalse();
      }
      assertThat(count).isEqualTo(22);
    }
  }

  @Test
  void erasesNoTenantThatNobodyAskedToErase() throws Exception {
    try (var connection = app("")) {
      assertThat(
              one(
                  connection,
                  "SELECT erase_tenant('%s', 10, now(), gen_random_uuid())".formatted(tenant.id())))
          .isNull();
      var filed =
          one(
              connection,
              """
              SELECT file_erasure(gen_random_uuid(), NULL, 'TENANT', '%s', 'x', now(),
                '{device-api,identity-api}')
              """
                  .formatted(tenant.id()));
      assertThatThrownBy(() ->
              one(
                  connection,
                  "SELECT erase_tenant('%s', 10, now(), gen_random_uuid())".formatted(filed)))
          .hasMessageContaining("is not ripe");
    }
    identity.login(tenant.slug(), tenant.email(), IdentityUnderTest.PASSWORD).expect(200);
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection app(String tenantId) throws SQLException {
    var connection = identity.database().connect(DatabaseRole.IDENTITY_APP);
    try (var tell =
        connection.prepareStatement("SELECT set_config('sensormine.tenant_id', ?, false)")) {
      tell.setString(1, tenantId);
      tell.execute();
    }
    return connection;
  }

  private static List<UUID> tenants(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT tenant_id FROM " + table)) {
      var ids = new ArrayList<UUID>();
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
      return ids;
    }
  }

  private static int changed(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }
}
