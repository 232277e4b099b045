package io.sensormine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the database itself refuses to the service's role. */
class IsolationIT {
  private static final UUID MINE = UUID.randomUUID();
  private static final UUID THEIRS = UUID.randomUUID();
  private static final List<String> TABLES =
      List.of(
          "device_types",
          "device_type_versions",
          "device_type_audit_logs",
          "devices",
          "device_search",
          "device_audit_logs",
          "device_credentials",
          "gateway_credential_audit_logs");
  private static DeviceApi api;
  private static UUID theirType;
  private static UUID theirDevice;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
    Http them = api.admin(THEIRS);
    theirType = DeviceApi.makeType(them);
    theirDevice = DeviceApi.makeDevice(them, theirType, "d");
    them.post("/api/v1/devices/%s/credentials".formatted(theirDevice), "{}").expect(201);
    them.post("/api/v1/gateway-credentials", "{'name': 'g'}").expect(201);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Connection asService(String tenant) throws SQLException {
    var connection = api.database.connect(DatabaseRole.DEVICE_APP);
    try (var tell =
        connection.prepareStatement("SELECT set_config('sensormine.tenant_id', ?, false)")) {
      tell.setString(1, tenant);
      tell.execute();
    }
    return connection;
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(tenant_id) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void showsEachTenantItsOwnRowsAndNobodyElseAny() throws SQLException {
    for (var table : TABLES) {
      try (var connection = asService(THEIRS.toString())) {
        assertThat(count(connection, table)).as(table).isPositive();
      }
      try (var connection = asService(MINE.toString())) {
        assertThat(count(connection, table)).as(table).isZero();
      }
      try (var connection = asService("")) {
        assertThat(count(connection, table)).as(table).isZero();
      }
    }
  }

  @Test
  void refusesToWriteARowOfAnotherTenant() throws SQLException {
    try (var connection = asService(MINE.toString());
        var statement = connection.createStatement()) {
      assertThatThrownBy(() ->
              statement.executeUpdate(
                  """
                  INSERT INTO device_search (tenant_id, kind, name, value, device_id)
                  VALUES ('%s', 'TAG', '', 'x', '%s')
                  """
                      .formatted(THEIRS, theirDevice)))
          .hasMessageContaining("row-level security");
      assertThat(statement.executeUpdate("UPDATE devices SET name = 'stolen'")).isZero();
      assertThat(statement.executeUpdate("DELETE FROM device_search")).isZero();
      // nor can a row of its own point at another tenant's
      assertThatThrownBy(() ->
              statement.executeUpdate(
                  """
                  INSERT INTO devices (id, tenant_id, external_id, name, device_type_id, attributes,
                    tags, status, revision, created_at, updated_at)
                  VALUES (gen_random_uuid(), '%s', 'x', 'x', '%s', '{}', '{}', 'ACTIVE', 1, now(), now())
                  """
                      .formatted(MINE, theirType)))
          .hasMessageContaining("fk_devices_type");
    }
  }

  @Test
  void doesNotLetARowMoveToAnotherTenant() throws SQLException {
    try (var connection = asService(THEIRS.toString());
        var statement = connection.createStatement()) {
      assertThatThrownBy(() ->
              statement.executeUpdate("UPDATE device_types SET tenant_id = '%s'".formatted(MINE)))
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  void keepsTheRulesOfTheHouseInItsCatalog() throws SQLException {
    try (var connection = api.database.adminConnection()) {
      assertThat(
              texts(
                  connection,
                  """
                  SELECT c.relname FROM pg_class c
                  WHERE c.relnamespace = 'device'::regnamespace AND c.relkind = 'r'
                    AND c.relname NOT LIKE 'flyway%'
                    AND (NOT c.relrowsecurity OR obj_description(c.oid) IS NULL)
                  """))
          .as("tables without row-level security or comment")
          .isEmpty();
      assertThat(
              texts(
                  connection,
                  """
                  SELECT k.conname FROM pg_constraint k
                  WHERE k.connamespace = 'device'::regnamespace AND k.contype = 'f'
                    AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.conrelid
                      AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey)
                  """))
          .as("foreign keys without an index")
          .isEmpty();
      assertThat(
              texts(
                  connection,
                  """
                  SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                  WHERE k.connamespace = 'device'::regnamespace AND c.relname NOT LIKE 'flyway%'
                    AND k.contype <> 'n' AND k.conname !~ '^(pk|uq|fk|ck)_'
                  """))
          .as("constraints without a name of ours")
          .isEmpty();
    }
  }
}
