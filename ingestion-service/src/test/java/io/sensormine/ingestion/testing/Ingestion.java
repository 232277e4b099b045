package io.sensormine.ingestion.testing;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.kit.testing.Columnstore;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * ingestion-service over a database of its own, with stand-ins for the services that it calls.
 *
 * @param proxy between the service and its database
 */
public record Ingestion(
    TestDatabase database,
    CuttableProxy proxy,
    StandInIdentity identity,
    StandInDeviceApi deviceApi,
    StandInRegistry registry,
    RunningService service)
    implements AutoCloseable {

  /** Starts it with settings of a test's own, by the names of environment variables. */
  public static Ingestion start(Map<String, String> settings) {
    var database = TestDatabases.timeseries();
    var proxy = new CuttableProxy(database.url());
    var identity = StandInIdentity.start();
    var deviceApi = new StandInDeviceApi();
    var registry = new StandInRegistry();
    var service =
        RunningService.start(
            "ingestion-service",
            environment(database, proxy, identity, deviceApi, registry, settings));
    return new Ingestion(database, proxy, identity, deviceApi, registry, service);
  }

  /** Another process of it, over the same database and stand-ins; the test closes it. */
  public RunningService another(Map<String, String> settings) {
    return RunningService.start(
        "ingestion-service", environment(database, proxy, identity, deviceApi, registry, settings));
  }

  /**
   * The same in a JVM of its own, with connections that nothing but its own end cuts off; the test
   * closes it.
   */
  public IngestionProcess process(Map<String, String> settings) {
    var environment = environment(database, proxy, identity, deviceApi, registry, settings);
    environment.put("SENSORMINE_TIMESERIES_URL", database.url());
    return IngestionProcess.start(environment);
  }

  private static Map<String, String> environment(
      TestDatabase database,
      CuttableProxy proxy,
      StandInIdentity identity,
      StandInDeviceApi deviceApi,
      StandInRegistry registry,
      Map<String, String> settings) {
    var environment = new HashMap<>(database.environment());
    environment.put("SENSORMINE_TIMESERIES_URL", proxy.url());
    environment.putAll(identity.environment());
    environment.put("SENSORMINE_DEVICE_URL", deviceApi.url());
    environment.put("SENSORMINE_REGISTRY_URL", registry.url());
    environment.putAll(settings);
    return environment;
  }

  /** A client with a new credential of a device. */
  public Http device(UUID tenantId, DeviceSelection.Item device) {
    return service.http(deviceApi.credential(tenantId, device));
  }

  /** A client with a new gateway credential. */
  public Http gateway(UUID tenantId) {
    return service.http(deviceApi.credential(tenantId, null));
  }

  /** A device's rows in order of time: {@code fields | schema version}, as text. */
  public List<String> rows(UUID deviceId) {
    return query(
        "SELECT fields::text || ' | ' || schema_version_id FROM telemetry.telemetry"
            + " WHERE device_id = '%s' ORDER BY time".formatted(deviceId));
  }

  /** A device's rows in order of time: the fields, as text. */
  public List<String> fields(UUID deviceId) {
    return query(
        "SELECT fields FROM telemetry.telemetry WHERE device_id = '%s' ORDER BY time"
            .formatted(deviceId));
  }

  /** What a statement reads, by a superuser: the first column, as text. */
  public List<String> query(String sql) {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (row.next()) {
        @Nullable String value = row.getString(1);
        values.add(String.valueOf(value));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Executes a statement that reads nothing, by a superuser. */
  public void execute(String sql) {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Puts all telemetry that is there into columns; needs the Community edition. */
  public void putIntoColumns() {
    Columnstore.convert(database, "telemetry.telemetry");
  }

  /** Has the service fail that does not lift the limit of what a statement may unpack. */
  public void limitUnpacking() {
    Columnstore.limitUnpacking(database);
    proxy.cut();
    proxy.mend();
  }

  /** Whether the database takes no writes of the service from now on, as a standby does. */
  public void readOnly(boolean isReadOnly) {
    var sql =
        "ALTER DATABASE \"%s\" SET default_transaction_read_only = %s"
            .formatted(database.name(), isReadOnly);
    try (var connection = database.adminConnection();
        var statement = connection.createStatement()) {
      // this session, too, begins as the database says
      statement.execute("SET default_transaction_read_only = off");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
    proxy.cut();
    proxy.mend();
  }

  /** How many messages of a device stand in rows; the others are in columns. */
  public long outsideColumns(UUID deviceId) {
    return query("SELECT show_chunks('telemetry.telemetry')").stream()
        .mapToLong(chunk -> outsideColumns(chunk, deviceId))
        .sum();
  }

  private long outsideColumns(String chunk, UUID deviceId) {
    // read alone, a chunk shows only what stands in rows
    var count = "SELECT count(*) FROM ONLY %s WHERE device_id = '%s'".formatted(chunk, deviceId);
    return Long.parseLong(query(count).getFirst());
  }

  @Override
  public void close() {
    service.close();
    proxy.close();
    registry.close();
    deviceApi.close();
    identity.close();
    database.close();
  }
}
