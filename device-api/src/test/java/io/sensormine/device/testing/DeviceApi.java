package io.sensormine.device.testing;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** device-api on a fresh database, with an identity and a registry that stand in. */
public final class DeviceApi implements AutoCloseable {
  public final TestDatabase database = TestDatabases.config();
  public final StandInIdentity identity = StandInIdentity.start();
  public final StandInRegistry registry = StandInRegistry.start();
  public final RunningService service;

  private DeviceApi(Map<String, String> settings) {
    var environment = new HashMap<>(database.environment());
    environment.putAll(identity.environment());
    environment.put("SENSORMINE_REGISTRY_URL", registry.url());
    environment.putAll(settings);
    service = RunningService.start("device-api", environment);
  }

  public static DeviceApi start() {
    return start(Map.of());
  }

  /** With further settings, by the names of environment variables. */
  public static DeviceApi start(Map<String, String> settings) {
    return new DeviceApi(settings);
  }

  /** A tenant admin. */
  public Http admin(UUID tenantId) {
    return as(tenantId, Roles.TENANT_ADMIN);
  }

  /** A user of one role, of no tenant where it is null. */
  public Http as(@Nullable UUID tenantId, String role) {
    return service.http(identity.token(tenantId, role));
  }

  /** Another service, for a tenant. */
  public Http service(UUID tenantId) {
    return service.http(identity.serviceToken()).forTenant(tenantId);
  }

  /** Makes a device type without schema or attributes; its id. */
  public static UUID makeType(Http admin) {
    return makeType(admin, "");
  }

  /** Makes a device type with further properties, such as {@code , 'tags': ['a']}; its id. */
  public static UUID makeType(Http admin, String properties) {
    return admin
        .post(
            "/api/v1/device-types",
            "{'name': '%s', 'protocol': 'HTTP'%s}".formatted(UUID.randomUUID(), properties))
        .expect(201)
        .id();
  }

  /** Makes a device; its id. */
  public static UUID makeDevice(Http admin, UUID typeId, String externalId) {
    return admin
        .post(
            "/api/v1/devices",
            "{'externalId': '%s', 'name': 'Device %s', 'deviceTypeId': '%s'}"
                .formatted(externalId, externalId, typeId))
        .expect(201)
        .id();
  }

  /** How many rows of a table there are, of all tenants. */
  public long count(String table) throws SQLException {
    try (Connection connection = database.adminConnection();
        var statement = connection.prepareStatement("SELECT count(*) FROM device." + table);
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    service.close();
    registry.close();
    identity.close();
    database.close();
  }
}
