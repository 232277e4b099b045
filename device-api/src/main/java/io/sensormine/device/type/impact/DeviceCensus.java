package io.sensormine.device.type.impact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.transaction.TransactionDefinition.Propagation;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.UUID;
import java.util.function.ObjLongConsumer;

/** Counts the devices of a type, but for those RETIRED. */
@Singleton
class DeviceCensus {
  private static final String COUNT =
      "SELECT count(*) FROM devices WHERE device_type_id = ? AND status <> 'RETIRED'";
  private static final String COUNT_ALIKE =
      """
      SELECT attributes - ? AS part, count(*)
      FROM devices
      WHERE device_type_id = ? AND status <> 'RETIRED'
      GROUP BY part
      """;

  /** Rows held at a time; a type may have a million devices, no two alike. */
  private static final int FETCH_SIZE = 1_000;

  private final JdbcOperations jdbc;
  private final ObjectMapper json;

  DeviceCensus(JdbcOperations jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  long devices(UUID typeId) {
    return jdbc.prepareStatement(
        COUNT,
        statement -> {
          statement.setObject(1, typeId);
          try (var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  /**
   * Tells of each different set of attributes how many devices have it; in no order.
   *
   * @param but names of attributes that make no difference, and are left out
   * @return how many different sets there are
   */
  @Transactional(propagation = Propagation.MANDATORY)
  int eachAlike(UUID typeId, Set<String> but, ObjLongConsumer<JsonNode> to) {
    return jdbc.prepareStatement(
        COUNT_ALIKE,
        statement -> {
          statement.setFetchSize(FETCH_SIZE);
          statement.setArray(
              1, statement.getConnection().createArrayOf("text", but.toArray(String[]::new)));
          statement.setObject(2, typeId);
          try (var rows = statement.executeQuery()) {
            int different = 0;
            while (rows.next()) {
              to.accept(parsed(rows.getString(1)), rows.getLong(2));
              different++;
            }
            return different;
          }
        });
  }

  private JsonNode parsed(String attributes) {
    try {
      return json.readTree(attributes);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
