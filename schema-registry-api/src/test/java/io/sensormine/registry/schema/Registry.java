package io.sensormine.registry.schema;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The registry as it runs in production, on a database of its own, until closed. */
public final class Registry implements AutoCloseable {
  public final StandInIdentity identity = StandInIdentity.start();
  public final TestDatabase database = TestDatabases.config();
  public final RunningService service;

  public Registry() {
    this(Map.of());
  }

  /** With further settings, by the names of environment variables. */
  public Registry(Map<String, String> settings) {
    var environment = new HashMap<>(identity.environment());
    environment.putAll(database.environment());
    environment.putAll(settings);
    service = RunningService.start("schema-registry-api", environment);
  }

  /** A client with a role in a tenant. */
  public Http as(UUID tenant, String role) {
    return service.http(identity.token(tenant, role));
  }

  /** The admin of a tenant that nobody else uses. */
  public Http admin() {
    return as(UUID.randomUUID(), Roles.TENANT_ADMIN);
  }

  /** A client that is another service, asking for a tenant. */
  public Http service(UUID tenant) {
    return service.http(identity.serviceToken()).forTenant(tenant);
  }

  /** A definition with one field, a number of that name. */
  static String definition(String field) {
    return "{'type': 'object', 'properties': {'%s': {'type': 'number', 'unit': 'Cel'}}}"
        .formatted(field);
  }

  /** The request that creates a schema with such a definition. */
  static String schema(String name, String field) {
    return "{'name': '%s', 'definition': %s}".formatted(name, definition(field));
  }

  /** The request that adds such a version. */
  static String version(String field) {
    return "{'definition': %s}".formatted(definition(field));
  }

  @Override
  public void close() {
    service.close();
    identity.close();
    database.close();
  }
}
