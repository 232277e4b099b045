package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.device.Prefix;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What devices must meet, all of it. Each criterion is a constant condition with bound values;
 * values of device_search are compared by operators that row-level security lets an index evaluate.
 */
final class DeviceCriteria {
  private static final String AFTER = "d.id > ?";
  private static final String TYPE = "d.device_type_id = ?";
  private static final String STATUS = "d.status = ?";
  private static final String IDS = "d.id = ANY (?)";
  private static final String EXTERNAL_IDS = "d.external_id = ANY (?)";
  private static final String PREFIX =
      """
      d.id IN (SELECT s.device_id FROM device_search s
        WHERE s.kind = 'TEXT' AND s.name IN ('name', 'externalId', 'serialNumber')
          AND s.value >= ? AND s.value < ?)\
      """;
  private static final String TAG =
      """
      d.id IN (SELECT s.device_id FROM device_search s
        WHERE s.kind = 'TAG' AND s.name = '' AND s.value = ?) AND ? = ANY (d.tags)\
      """;
  private static final String ATTRIBUTE =
      """
      d.id IN (SELECT s.device_id FROM device_search s
        WHERE s.kind = 'ATTRIBUTE' AND s.name = ? AND s.value = ?)
        AND d.attributes -> ? = CAST(? AS jsonb)\
      """;

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  DeviceCriteria after(UUID id) {
    return where(AFTER, id);
  }

  DeviceCriteria type(UUID id) {
    return where(TYPE, id);
  }

  DeviceCriteria status(DeviceStatus status) {
    return where(STATUS, status.name());
  }

  DeviceCriteria ids(List<UUID> ids) {
    return where(IDS, new Many("uuid", ids.toArray()));
  }

  DeviceCriteria externalIds(List<String> ids) {
    return where(EXTERNAL_IDS, new Many("text", ids.toArray()));
  }

  DeviceCriteria prefix(Prefix prefix) {
    return where(PREFIX, prefix.from(), prefix.to());
  }

  DeviceCriteria tag(String tag) {
    return where(TAG, SearchTerm.tag(tag).value(), tag);
  }

  DeviceCriteria attribute(String name, JsonNode value) {
    return where(
        ATTRIBUTE, name, SearchTerm.attribute(name, value).value(), name, value.toString());
  }

  /** Conditions joined by AND, for after {@code WHERE}. */
  String sql() {
    return conditions.isEmpty() ? "true" : String.join("\n  AND ", conditions);
  }

  /** Binds the values from the first parameter on; returns the next parameter's index. */
  int bind(PreparedStatement statement) throws SQLException {
    int index = 1;
    for (var value : values) {
      if (value instanceof Many many) {
        statement.setArray(
            index++, statement.getConnection().createArrayOf(many.type(), many.elements()));
      } else {
        statement.setObject(index++, value);
      }
    }
    return index;
  }

  private DeviceCriteria where(String condition, Object... bound) {
    conditions.add(condition);
    values.addAll(List.of(bound));
    return this;
  }

  @SuppressWarnings("ArrayRecordComponent") // only ever handed to the driver
  private record Many(String type, Object[] elements) {}
}
