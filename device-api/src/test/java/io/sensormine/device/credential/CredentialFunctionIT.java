package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the functions that look past a tenant's walls can be used for, and how they find. */
class CredentialFunctionIT {
  private static final String RECORD =
      "SELECT record_credential_uses(ARRAY['%s']::uuid[], '{%s}', '{%s}')";
  private static DeviceApi api;
  private static UUID credential;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
    var they = api.admin(UUID.randomUUID());
    var device = DeviceApi.makeDevice(they, DeviceApi.makeType(they), "d");
    credential =
        they.post("/api/v1/devices/%s/credentials".formatted(device), "{}").expect(201).id();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var lines = Stream.<String>builder();
      while (rows.next()) {
        lines.add(rows.getString(1) == null ? "null" : rows.getString(1));
      }
      return lines.build().collect(Collectors.joining("\n"));
    }
  }

  private static String uses() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      connection.createStatement().execute("SET TIME ZONE 'UTC'");
      return query(
          connection,
          "SELECT first_used_at || ' ' || last_used_at FROM device.device_credentials WHERE id = '%s'"
              .formatted(credential));
    }
  }

  private static String everythingElse() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      return query(
          connection,
          """
          SELECT string_agg((to_jsonb(c) - 'first_used_at' - 'last_used_at')::text, ',')
          FROM device.device_credentials c
          """);
    }
  }

  @Test
  void widensTheTimeOfUseAndChangesNothingElse() throws SQLException {
    var before = everythingElse();
    try (var service = api.database.connect(DatabaseRole.DEVICE_APP)) {
      query(service, RECORD.formatted(credential, "2026-01-02T00:00Z", "2026-01-03T00:00Z"));
      assertThat(uses()).isEqualTo("2026-01-02 00:00:00+00 2026-01-03 00:00:00+00");
      query(service, RECORD.formatted(credential, "2026-01-01T00:00Z", "2026-01-02T00:00Z"));
      assertThat(uses()).isEqualTo("2026-01-01 00:00:00+00 2026-01-03 00:00:00+00");
      query(service, RECORD.formatted(credential, "2026-01-03T00:00Z", "2026-01-04T00:00Z"));
      // neither may what is known be taken away, nor is an unknown id an error
      query(service, RECORD.formatted(credential, "NULL", "NULL"));
      query(service, RECORD.formatted(UUID.randomUUID(), "2025-01-01T00:00Z", "2027-01-01T00:00Z"));
      assertThat(uses()).isEqualTo("2026-01-01 00:00:00+00 2026-01-04 00:00:00+00");
      assertThatThrownBy(() ->
              query(service, "UPDATE device_credentials SET last_used_at = NULL RETURNING id"))
          .hasMessageContaining("permission denied");
    }
    assertThat(everythingElse()).isEqualTo(before);
  }

  @Test
  void letsItsOwnerChangeNothingElseEither() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      connection.createStatement().execute("SET ROLE device_lookup");
      for (var column :
          List.of("tenant_id", "device_id", "secret_sha256", "not_after", "revoked_at", "name")) {
        assertThatThrownBy(() ->
                query(
                    connection,
                    "UPDATE device.device_credentials SET %s = NULL RETURNING id"
                        .formatted(column)))
            .as(column)
            .hasMessageContaining("permission denied");
      }
      assertThatThrownBy(() -> query(connection, "SELECT name FROM device.device_types"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void isForThisServiceOnly() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      assertThat(
              query(
                  connection,
                  """
                  SELECT p.proname || ' ' || r.rolname
                  FROM pg_proc p CROSS JOIN pg_roles r
                  WHERE p.pronamespace = 'device'::regnamespace AND p.prosecdef
                    AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
                    AND NOT r.rolsuper AND NOT pg_has_role(r.oid, 'device_lookup', 'MEMBER')
                  ORDER BY 1
                  """))
          .isEqualTo(
              """
              erase device_app
              erase device_eraser
              record_credential_uses device_app
              tenants_with_references device_app
              verify_credential device_app\
              """);
    }
  }

  /** The function's own text, planned as its owner sees the tables: among 20,000 credentials. */
  @Test
  void findsACredentialInOneLookUpByTheIndexOfHashes() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      query(
          connection,
          """
          WITH made AS (
            INSERT INTO device.device_credentials
              (id, tenant_id, device_id, secret_sha256, created_at, created_by)
            SELECT gen_random_uuid(), d.tenant_id, d.id, encode(sha256(n::text::bytea), 'hex'), now(), 'x'
            FROM device.devices d, generate_series(1, 20000) n RETURNING 1)
          SELECT count(*) FROM made
          """);
      connection.createStatement().execute("ANALYZE device.device_credentials, device.devices");
      var body =
          query(connection, "SELECT prosrc FROM pg_proc WHERE proname = 'verify_credential'")
              .replace("p_sha256", "encode(sha256('17'), 'hex')")
              .replace("p_now", "now()");
      connection.createStatement().execute("SET search_path = device");
      connection.createStatement().execute("SET ROLE device_lookup");
      var plan = query(connection, "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + body);
      assertThat(plan)
          .contains("Index Scan using uq_device_credentials_secret", "Index Cond: (secret_sha256 =")
          .doesNotContain("Seq Scan on device_credentials")
          .contains("actual rows=1 loops=1");
    }
  }
}
