package io.sensormine.standalone.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What both databases look like once every service has migrated its part. */
class CatalogIT {
  private static final String OURS =
      """
      n.nspname IN ('identity', 'registry', 'device', 'telemetry', 'query')
        AND c.relname NOT LIKE 'flyway%'\
      """;

  private static TestDatabase config;
  private static TestDatabase timeseries;

  @BeforeAll
  static void migrate() {
    config = TestDatabases.config();
    timeseries = TestDatabases.timeseries();
    try (var identity = StandInIdentity.start()) {
      var environment = new HashMap<>(identity.environment());
      environment.putAll(config.environment());
      environment.putAll(timeseries.environment());
      environment.put(
          "SENSORMINE_KEY_ENCRYPTION_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
      for (var service :
          List.of("identity-api", "schema-registry-api", "device-api", "ingestion-service")) {
        RunningService.start(service, environment).close();
      }
    }
  }

  @AfterAll
  static void drop() {
    config.close();
    timeseries.close();
  }

  @Test
  void hasTheTablesOfEveryOwner() throws SQLException {
    var tables =
        """
        SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND %s ORDER BY 1\
        """
            .formatted(OURS);
    assertThat(rows(config, tables))
        .contains(
            "identity.tenants",
            "identity.users",
            "registry.schemas",
            "registry.schema_versions",
            "registry.schema_audit_logs",
            "device.device_types",
            "device.device_type_versions",
            "device.device_type_audit_logs",
            "device.devices",
            "device.device_credentials",
            "device.gateway_credential_audit_logs");
    assertThat(rows(timeseries, tables)).contains("telemetry.telemetry");
  }

  @Test
  void indexesEveryForeignKey() throws SQLException {
    assertNone(
        """
        SELECT c.relname || '.' || f.conname FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE f.contype = 'f' AND %s AND NOT EXISTS (
          SELECT 1 FROM pg_index i WHERE i.indrelid = f.conrelid AND i.indpred IS NULL
          AND (SELECT array_agg(k ORDER BY k) FROM unnest(f.conkey) k)
            = (SELECT array_agg(k ORDER BY k) FROM unnest((i.indkey::int2[])[0:cardinality(f.conkey) - 1]) k))\
        """
            .formatted(OURS));
  }

  @Test
  void keepsEveryForeignKeyWithinItsOwnerAndAwayFromHypertables() throws SQLException {
    assertNone(
        """
        SELECT f.conname FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = f.confrelid
        WHERE f.contype = 'f' AND %s AND t.relnamespace <> c.relnamespace\
        """
            .formatted(OURS));
    assertThat(
            rows(
                timeseries,
                """
                SELECT f.conname FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
                JOIN pg_namespace n ON n.oid = t.relnamespace
                JOIN timescaledb_information.hypertables h
                  ON h.hypertable_name = t.relname AND h.hypertable_schema = n.nspname
                WHERE f.contype = 'f'\
                """))
        .isEmpty();
  }

  @Test
  void hasNoCircleOfForeignKeys() throws SQLException {
    assertNone(
        """
        WITH RECURSIVE points AS (
          SELECT f.conrelid AS origin, f.confrelid AS target FROM pg_constraint f
          JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE f.contype = 'f' AND %s
        ), walk AS (
          SELECT origin, target FROM points
          UNION SELECT w.origin, p.target FROM walk w JOIN points p ON p.origin = w.target
        )
        SELECT origin::regclass::text FROM walk WHERE origin = target\
        """
            .formatted(OURS));
  }

  @Test
  void namesEveryConstraintAndIndexByTheConvention() throws SQLException {
    assertNone(
        """
        SELECT c.relname || '.' || k.conname FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE %s AND k.contype IN ('p', 'u', 'f', 'c') AND k.conname !~ ('^' || CASE k.contype
          WHEN 'p' THEN 'pk' WHEN 'u' THEN 'uq' WHEN 'f' THEN 'fk' ELSE 'ck' END || '_')\
        """
            .formatted(OURS));
    assertNone(
        """
        SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE %s AND c.relname !~ '^(pk|uq|ix)_'\
        """
            .formatted(OURS));
  }

  @Test
  void separatesTheTenantsInEveryTenantTable() throws SQLException {
    assertThat(
            rows(
                config,
                """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relkind IN ('r', 'p') AND %s AND NOT (c.relrowsecurity AND EXISTS (
                  SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))\
                """
                    .formatted(OURS)))
        .isEmpty();
    assertThat(
            rows(
                timeseries,
                """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'query' AND (c.relkind <> 'v'
                  OR NOT coalesce(c.reloptions @> ARRAY['security_barrier=true'], false))\
                """))
        .isEmpty();
  }

  @Test
  void carriesTheTimeColumnInEveryUniqueIndexOfAHypertable() throws SQLException {
    assertThat(
            rows(
                timeseries,
                """
                SELECT i.indexrelid::regclass::text
                FROM timescaledb_information.dimensions d
                JOIN pg_namespace n ON n.nspname = d.hypertable_schema
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = d.hypertable_name
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = d.column_name
                JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique
                WHERE d.dimension_type = 'Time' AND NOT a.attnum = ANY (i.indkey::int2[])\
                """))
        .isEmpty();
  }

  @Test
  void saysOfEveryTableWhatARowIs() throws SQLException {
    assertNone(
        """
        SELECT n.nspname || '.' || c.relname FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v') AND %s AND obj_description(c.oid) IS NULL\
        """
            .formatted(OURS));
  }

  @Test
  void letsNoWorkingRoleOwnAnything() throws SQLException {
    assertNone(
        """
        SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname IN ('identity_app', 'registry_app', 'device_app', 'telemetry_writer',
          'telemetry_reader')\
        """);
    assertNone(
        """
        SELECT rolname FROM pg_roles
        WHERE rolname ~ '^(identity|registry|device|telemetry)_'
          AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)\
        """);
  }

  private static void assertNone(String offenders) throws SQLException {
    var found = new ArrayList<>(rows(config, offenders));
    found.addAll(rows(timeseries, offenders));
    assertThat(found).isEmpty();
  }

  private static List<String> rows(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
