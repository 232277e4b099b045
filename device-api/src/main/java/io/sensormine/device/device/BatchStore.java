package io.sensormine.device.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import io.sensormine.kit.tenant.TenantContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** devices and device_audit_logs, many rows a statement. */
@Singleton
class BatchStore {
  private static final String STANDING =
      DeviceSearch.SELECT + "WHERE d.external_id = ANY (?) ORDER BY d.id";
  private static final String LOCKED = STANDING + " FOR UPDATE";

  /** In order of external id, so that two batches wait for each other one way only. */
  private static final String INSERT =
      """
      INSERT INTO devices (tenant_id, id, external_id, name, device_type_id, serial_number,
        attributes, latitude, longitude, altitude, tags, status, revision, created_at, updated_at)
      SELECT ?, n.id, n.external_id, n.name, n.device_type_id, n.serial_number,
        n.attributes::jsonb, n.latitude, n.longitude, n.altitude, n.tags::text[], n.status,
        n.revision, n.created_at, n.updated_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS n (id, external_id, name, device_type_id, serial_number, attributes, latitude,
          longitude, altitude, tags, status, revision, created_at, updated_at)
      ORDER BY n.external_id
      ON CONFLICT (tenant_id, external_id) DO NOTHING
      RETURNING id
      """;

  private static final String UPDATE =
      """
      UPDATE devices d SET external_id = n.external_id, name = n.name,
        device_type_id = n.device_type_id, serial_number = n.serial_number,
        attributes = n.attributes::jsonb, latitude = n.latitude, longitude = n.longitude,
        altitude = n.altitude, tags = n.tags::text[], status = n.status, revision = n.revision,
        updated_at = n.updated_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS n (id, external_id, name, device_type_id, serial_number, attributes, latitude,
          longitude, altitude, tags, status, revision, created_at, updated_at)
      WHERE d.id = n.id
      """;

  private static final String KEEP =
      """
      INSERT INTO device_audit_logs (tenant_id, id, device_id, action, actor, revision, patch,
        occurred_at)
      SELECT ?, n.id, n.device_id, n.action, n.actor, n.revision, n.patch::jsonb, n.occurred_at
      FROM unnest(?, ?, ?, ?, ?, ?, ?)
        AS n (id, device_id, action, actor, revision, patch, occurred_at)
      """;

  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  BatchStore(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * The devices that have these external ids.
   *
   * @param locked whether nobody else changes them until the transaction ends
   */
  @Transactional(propagation = Propagation.MANDATORY)
  Map<String, DeviceRow> standing(List<String> externalIds, boolean locked) {
    return jdbc.prepareStatement(
        locked ? LOCKED : STANDING,
        statement -> {
          statement.setArray(
              1, statement.getConnection().createArrayOf("text", externalIds.toArray()));
          try (var rows = statement.executeQuery()) {
            return jdbc.entityStream(rows, DeviceRow.class)
                .collect(Collectors.toMap(DeviceRow::externalId, Function.identity()));
          }
        });
  }

  /** Inserts devices but for those whose external id is taken; the ids of those that landed. */
  @Transactional(propagation = Propagation.MANDATORY)
  Set<UUID> insert(List<DeviceRow> devices) {
    if (devices.isEmpty()) {
      return Set.of();
    }
    return jdbc.prepareStatement(
        INSERT,
        statement -> {
          statement.setObject(1, TenantContext.required());
          bind(new Columns<>(statement, 2, devices), statement.getConnection());
          var landed = new HashSet<UUID>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              landed.add(rows.getObject(1, UUID.class));
            }
          }
          return landed;
        });
  }

  /** Replaces devices that are locked. */
  @Transactional(propagation = Propagation.MANDATORY)
  void update(List<DeviceRow> devices) {
    if (devices.isEmpty()) {
      return;
    }
    jdbc.prepareStatement(
        UPDATE,
        statement -> {
          bind(new Columns<>(statement, 1, devices), statement.getConnection());
          return statement.executeUpdate();
        });
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void keep(List<DeviceAudit> entries) {
    if (entries.isEmpty()) {
      return;
    }
    jdbc.prepareStatement(
        KEEP,
        statement -> {
          statement.setObject(1, TenantContext.required());
          new Columns<>(statement, 2, entries)
              .of("uuid", DeviceAudit::id)
              .of("uuid", DeviceAudit::deviceId)
              .of("text", entry -> entry.action().name())
              .of("text", DeviceAudit::actor)
              .of("int8", DeviceAudit::revision)
              .of("text", entry -> text(entry.patch()))
              .of("timestamptz", entry -> entry.occurredAt().atOffset(ZoneOffset.UTC));
          return statement.executeUpdate();
        });
  }

  private void bind(Columns<DeviceRow> columns, Connection connection) throws SQLException {
    columns
        .of("uuid", DeviceRow::id)
        .of("text", DeviceRow::externalId)
        .of("text", DeviceRow::name)
        .of("uuid", DeviceRow::deviceTypeId)
        .of("text", DeviceRow::serialNumber)
        .of("text", row -> text(row.attributes()))
        .of("float8", DeviceRow::latitude)
        .of("float8", DeviceRow::longitude)
        .of("float8", DeviceRow::altitude)
        .of("text", row -> array(connection, row.tags()))
        .of("text", row -> row.status().name())
        .of("int8", DeviceRow::revision)
        .of("timestamptz", row -> row.createdAt().atOffset(ZoneOffset.UTC))
        .of("timestamptz", row -> row.updatedAt().atOffset(ZoneOffset.UTC));
  }

  /** An array as text, since arrays of different lengths make no array of arrays. */
  private static String array(Connection connection, List<String> texts) {
    try {
      return connection.createArrayOf("text", texts.toArray()).toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
