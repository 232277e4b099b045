package io.sensormine.local;

import static io.sensormine.local.Sql.ask;
import static io.sensormine.local.Sql.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the servers that this machine would choose. */
class FreshDatabaseIT {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static TestDatabase fresh(Purpose purpose) {
    return purpose == Purpose.CONFIG ? TestDatabases.config() : TestDatabases.timeseries();
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void givesEachTestADatabaseOfItsOwn(Purpose purpose) throws SQLException {
    try (TestDatabase first = fresh(purpose);
        TestDatabase second = fresh(purpose)) {
      execute(first, "CREATE TABLE mark (id int)");
      assertThat(ask(first, "SELECT to_regclass('mark')")).isEqualTo("mark");
      assertThat(ask(second, "SELECT to_regclass('mark')")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void dropsADatabaseThatIsStillInUse(Purpose purpose) throws SQLException {
    TestDatabase database = fresh(purpose);
    try (Connection connection = database.adminConnection()) {
      database.close();
      assertThat(connection.isValid(5)).isFalse();
      assertThatThrownBy(database::adminConnection).hasMessageContaining("does not exist");
    }
    database.close();
  }

  @ParameterizedTest
  @EnumSource(DatabaseRole.class)
  void letsEachRoleInWithoutAnySpecialRight(DatabaseRole role) throws SQLException {
    try (TestDatabase database = fresh(role.purpose());
        Connection connection = database.connect(role)) {
      assertThat(
              ask(
                  connection,
                  """
                  SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
                  FROM pg_roles WHERE rolname = current_user
                  """))
          .isEqualTo("f");
      assertThat(ask(connection, "SELECT has_schema_privilege('public', 'CREATE')")).isEqualTo("f");
    }
  }

  @Test
  void letsNobodyElseConnect() throws SQLException {
    try (TestDatabase config = TestDatabases.config();
        TestDatabase timeseries = TestDatabases.timeseries()) {
      for (TestDatabase database : List.of(config, timeseries)) {
        assertThat(
                ask(
                    database,
                    """
                    SELECT count(*) FROM pg_database, aclexplode(datacl) AS privilege
                    WHERE datname = current_database() AND privilege.grantee = 0
                    """))
            .isEqualTo("0");
      }
    }
  }

  @Test
  void sendsEachRoleToItsOwnSchema() throws SQLException {
    try (TestDatabase config = TestDatabases.config();
        TestDatabase timeseries = TestDatabases.timeseries()) {
      List<String> schemas = new ArrayList<>();
      for (DatabaseRole role : DatabaseRole.values()) {
        Database database = role.purpose() == Purpose.CONFIG ? config : timeseries;
        try (Connection connection = database.connect(role)) {
          schemas.add(role.roleName() + " " + ask(connection, "SHOW search_path"));
        }
      }
      assertThat(schemas)
          .containsExactly(
              "identity_owner identity",
              "identity_app identity",
              "registry_owner registry",
              "registry_app registry",
              "device_owner device",
              "device_app device",
              "telemetry_owner telemetry, public",
              "telemetry_writer telemetry, public",
              "telemetry_reader query, public");
    }
  }

  @Test
  void hidesAServicesTablesFromTheOthers() throws SQLException {
    try (TestDatabase database = TestDatabases.config()) {
      try (Connection owner = database.connect(DatabaseRole.IDENTITY_OWNER)) {
        execute(owner, "CREATE TABLE users (id int); GRANT SELECT ON users TO PUBLIC");
      }
      for (DatabaseRole role :
          List.of(
              DatabaseRole.REGISTRY_OWNER,
              DatabaseRole.REGISTRY_APP,
              DatabaseRole.DEVICE_OWNER,
              DatabaseRole.DEVICE_APP)) {
        try (Connection other = database.connect(role)) {
          assertThatThrownBy(() -> ask(other, "SELECT count(*) FROM identity.users"))
              .as(role.roleName())
              .isInstanceOfSatisfying(
                  SQLException.class,
                  e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
        }
      }
    }
  }

  @Test
  void letsAWorkingRoleMakeNoTable() throws SQLException {
    try (TestDatabase config = TestDatabases.config();
        TestDatabase timeseries = TestDatabases.timeseries()) {
      for (DatabaseRole role :
          List.of(
              DatabaseRole.IDENTITY_APP,
              DatabaseRole.REGISTRY_APP,
              DatabaseRole.DEVICE_APP,
              DatabaseRole.TELEMETRY_WRITER,
              DatabaseRole.TELEMETRY_READER)) {
        Database database = role.purpose() == Purpose.CONFIG ? config : timeseries;
        try (Connection connection = database.connect(role)) {
          assertThatThrownBy(() -> execute(connection, "CREATE TABLE mine (id int)"))
              .as(role.roleName())
              .hasMessageContaining("permission denied for schema");
          assertThatThrownBy(() -> execute(connection, "CREATE TEMP TABLE mine (id int)"))
              .as(role.roleName())
              .hasMessageContaining("permission denied to create temporary tables");
        }
      }
    }
  }

  @Test
  void letsAMigrationHandAFunctionToTheLookupRole() throws SQLException {
    try (TestDatabase database = TestDatabases.config();
        Connection owner = database.connect(DatabaseRole.DEVICE_OWNER);
        Connection app = database.connect(DatabaseRole.DEVICE_APP)) {
      execute(
          owner,
          """
          CREATE TABLE secrets (hash text);
          INSERT INTO secrets VALUES ('h');
          GRANT SELECT ON secrets TO device_lookup;
          CREATE FUNCTION known(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = device RETURN EXISTS (SELECT FROM secrets WHERE hash = wanted);
          GRANT EXECUTE ON FUNCTION known(text) TO device_app;
          ALTER FUNCTION known(text) OWNER TO device_lookup;
          """);
      assertThat(ask(app, "SELECT known('h')")).isEqualTo("t");
    }
  }

  @Test
  void makesHypertablesAsTheOwner() throws SQLException {
    try (TestDatabase database = TestDatabases.timeseries();
        Connection owner = database.connect(DatabaseRole.TELEMETRY_OWNER)) {
      execute(
          owner,
          """
          CREATE TABLE readings (time timestamptz NOT NULL, value float8);
          SELECT create_hypertable('readings', by_range('time'));
          INSERT INTO readings VALUES ('2026-01-01T00:00:00Z', 1);
          GRANT SELECT ON readings TO telemetry_reader;
          CREATE VIEW query.readings WITH (security_barrier) AS SELECT time, value FROM readings;
          GRANT SELECT ON query.readings TO telemetry_reader
          """);
      try (Connection reader = database.connect(DatabaseRole.TELEMETRY_READER)) {
        assertThat(ask(reader, "SELECT count(time_bucket('1 hour', time)) FROM readings"))
            .isEqualTo("1");
        assertThatThrownBy(() -> ask(reader, "SELECT count(*) FROM telemetry.readings"))
            .hasMessageContaining("permission denied for schema telemetry");
      }
      assertThat(database.edition()).isIn((Object[]) Edition.values());
    }
  }

  @Test
  void handsAServiceItsVariables() {
    try (TestDatabase config = TestDatabases.config();
        TestDatabase timeseries = TestDatabases.timeseries()) {
      assertThat(config.environment())
          .containsOnlyKeys(
              "SENSORMINE_CONFIG_URL",
              "SENSORMINE_IDENTITY_OWNER_PASSWORD",
              "SENSORMINE_IDENTITY_PASSWORD",
              "SENSORMINE_REGISTRY_OWNER_PASSWORD",
              "SENSORMINE_REGISTRY_PASSWORD",
              "SENSORMINE_DEVICE_OWNER_PASSWORD",
              "SENSORMINE_DEVICE_PASSWORD")
          .containsEntry("SENSORMINE_CONFIG_URL", config.url());
      assertThat(timeseries.environment())
          .containsOnlyKeys(
              "SENSORMINE_TIMESERIES_URL",
              "SENSORMINE_TELEMETRY_OWNER_PASSWORD",
              "SENSORMINE_TELEMETRY_WRITER_PASSWORD",
              "SENSORMINE_TELEMETRY_READER_PASSWORD");
    }
  }
}
