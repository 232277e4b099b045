package io.sensormine.query.testing;

import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.kit.testing.StandInIdentity;
import io.sensormine.local.DatabaseRole;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import io.sensormine.standin.StandInDevices;
import io.sensormine.standin.StandInRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * query-api as it runs in production, over a real database with ingestion-service's migrations and
 * stand-ins for the services that it calls.
 */
public final class QueryService implements AutoCloseable {
  private static final UUID NO_VERSION = new UUID(0, 0);

  private final StandInIdentity identity = StandInIdentity.start();
  private final TestDatabase database = TestDatabases.timeseries();
  private final RunningService standIns;
  private final RunningService service;

  private QueryService(Map<String, String> more) {
    var environment = database.environment();
    Flyway.configure()
        .dataSource(
            database.url(),
            DatabaseRole.TELEMETRY_OWNER.roleName(),
            environment.get(DatabaseRole.TELEMETRY_OWNER.passwordVariable()))
        .locations("classpath:db/ingestion")
        .defaultSchema("telemetry")
        .load()
        .migrate();
    standIns = RunningService.start("stand-ins", identity.environment());
    var all = new HashMap<>(environment);
    all.putAll(identity.environment());
    all.put("SENSORMINE_DEVICE_URL", standIns.url());
    all.put("SENSORMINE_REGISTRY_URL", standIns.url());
    all.putAll(more);
    service = RunningService.start("query-api", all);
  }

  public static QueryService start() {
    return start(Map.of());
  }

  /** With further environment variables. */
  public static QueryService start(Map<String, String> more) {
    return new QueryService(more);
  }

  public TestDatabase database() {
    return database;
  }

  public StandInDevices devices() {
    return standIns.bean(StandInDevices.class);
  }

  public StandInRegistry registry() {
    return standIns.bean(StandInRegistry.class);
  }

  /** Takes the services that query-api calls away. */
  public void stopOthers() {
    standIns.close();
  }

  /** A client of a tenant's analyst. */
  public Http analyst(UUID tenantId) {
    return as(tenantId, Roles.ANALYST);
  }

  /** A client of a role; without a tenant for a platform admin. */
  public Http as(@Nullable UUID tenantId, String role) {
    return service.http(identity.token(tenantId, role));
  }

  /** What a role of a tenant authenticates by. */
  public String token(UUID tenantId, String role) {
    return identity.token(tenantId, role);
  }

  public Http anonymous() {
    return service.anonymous();
  }

  public RunningService running() {
    return service;
  }

  /** Stores a message of a device type without a schema. */
  public void store(UUID tenantId, UUID deviceId, String time, String fields) {
    store(tenantId, deviceId, Instant.parse(time), NO_VERSION, fields);
  }

  /** Stores a message. */
  public void store(UUID tenantId, UUID deviceId, Instant time, UUID versionId, String fields) {
    insert(tenantId, deviceId, time, versionId, fields, 1);
  }

  /** Stores so many messages, one a second, of a device type without a schema. */
  public void storeMany(UUID tenantId, UUID deviceId, Instant first, int count, String fields) {
    insert(tenantId, deviceId, first, NO_VERSION, fields, count);
  }

  /** Stores daily cells of the field {@code t}, each of so many messages whose value is 1. */
  public void storeDays(
      UUID tenantId, UUID deviceId, UUID versionId, Instant first, int days, int messages) {
    try (var connection = database.connect(DatabaseRole.TELEMETRY_OWNER);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO telemetry.metrics_1d
                  (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max,
                   first, first_time, last, last_time, increase_within, increase)
                SELECT ?, ?, ?, 't', day, ?, 1, 0, 1, 1, 1, day, 1, day, 0, 0
                FROM (
                  SELECT ?::timestamptz + number * interval '24 hours' AS day
                  FROM generate_series(0, ? - 1) AS number) AS days
                """)) {
      insert.setObject(1, tenantId);
      insert.setObject(2, deviceId);
      insert.setObject(3, versionId);
      insert.setInt(4, messages);
      insert.setObject(5, first.atOffset(ZoneOffset.UTC));
      insert.setInt(6, days);
      insert.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void insert(
      UUID tenantId, UUID deviceId, Instant first, UUID versionId, String fields, int count) {
    try (var connection = database.connect(DatabaseRole.TELEMETRY_OWNER);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO telemetry.telemetry
                  (tenant_id, device_id, time, schema_version_id, fields, received_at)
                SELECT ?, ?, ?::timestamptz + second * interval '1 second', ?, ?::jsonb, now()
                FROM generate_series(0, ? - 1) AS second
                """)) {
      insert.setObject(1, tenantId);
      insert.setObject(2, deviceId);
      insert.setObject(3, first.atOffset(ZoneOffset.UTC));
      insert.setObject(4, versionId);
      insert.setString(5, fields);
      insert.setInt(6, count);
      insert.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A message.
   *
   * @param versionId the nil id where its device type has no schema
   * @param fields as JSON
   */
  public record Message(UUID deviceId, Instant time, UUID versionId, String fields) {}

  /** Stores many messages, no two of one device and time. */
  public void storeAll(UUID tenantId, Collection<Message> messages) {
    try (var connection = database.connect(DatabaseRole.TELEMETRY_OWNER);
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO telemetry.telemetry
                  (tenant_id, device_id, time, schema_version_id, fields, received_at)
                SELECT ?, device_id, time, schema_version_id, fields::jsonb, now()
                FROM unnest(?::uuid[], ?::timestamptz[], ?::uuid[], ?::text[])
                  AS message (device_id, time, schema_version_id, fields)
                """)) {
      insert.setObject(1, tenantId);
      insert.setArray(2, connection.createArrayOf("uuid", column(messages, Message::deviceId)));
      insert.setArray(
          3,
          connection.createArrayOf(
              "timestamptz", column(messages, message -> message.time().toString())));
      insert.setArray(4, connection.createArrayOf("uuid", column(messages, Message::versionId)));
      insert.setArray(5, connection.createArrayOf("text", column(messages, Message::fields)));
      insert.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object[] column(
      Collection<Message> messages, Function<Message, Object> component) {
    return messages.stream().map(component).toArray();
  }

  @Override
  public void close() {
    service.close();
    standIns.close();
    database.close();
    identity.close();
  }
}
