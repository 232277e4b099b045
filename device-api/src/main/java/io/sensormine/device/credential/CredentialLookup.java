package io.sensormine.device.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.annotation.ReadOnly;
import io.sensormine.contracts.device.CredentialIdentity;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceStatus;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds whose a credential is, before any tenant is known. */
@Singleton
class CredentialLookup {
  private static final TypeReference<Map<String, JsonNode>> ATTRIBUTES = new TypeReference<>() {};
  private static final String VERIFY =
      """
      SELECT id, tenant_id, name, not_after, device_id, external_id, device_name, device_type_id,
        status, tags, attributes
      FROM verify_credential(?, ?)
      """;

  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  CredentialLookup(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Whose a living credential is; one look-up by the hash's index. */
  @ReadOnly
  Optional<CredentialIdentity> find(String sha256, Instant now) {
    return jdbc.prepareStatement(
        VERIFY,
        statement -> {
          statement.setString(1, sha256);
          statement.setTimestamp(2, Timestamp.from(now));
          try (var rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(identity(rows)) : Optional.empty();
          }
        });
  }

  private CredentialIdentity identity(ResultSet row) throws SQLException {
    var notAfter = row.getTimestamp("not_after");
    return new CredentialIdentity(
        row.getObject("id", UUID.class),
        row.getObject("tenant_id", UUID.class),
        row.getString("name"),
        device(row),
        notAfter == null ? null : notAfter.toInstant());
  }

  private DeviceSelection.@Nullable Item device(ResultSet row) throws SQLException {
    var id = row.getObject("device_id", UUID.class);
    if (id == null) {
      return null;
    }
    try {
      return new DeviceSelection.Item(
          id,
          row.getString("external_id"),
          row.getString("device_name"),
          row.getObject("device_type_id", UUID.class),
          DeviceStatus.valueOf(row.getString("status")),
          List.of((String[]) row.getArray("tags").getArray()),
          json.readValue(row.getString("attributes"), ATTRIBUTES));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database keeps JSON only", e);
    }
  }
}
