package io.sensormine.query.raw;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.query.format.Cells;
import io.sensormine.query.format.ColumnType;
import io.sensormine.query.format.Table;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Messages that are in memory as a table. */
final class RawPage {
  private RawPage() {}

  static Table table(List<RawMessage> messages, String externalId) {
    var types = new TreeMap<String, ColumnType>();
    for (var message : messages) {
      message
          .fields()
          .forEach((field, value) ->
              types.compute(field, (any, before) -> RawColumns.both(before, type(value))));
    }
    var fields = List.copyOf(types.keySet());
    return Table.of(
        new RawColumns(types).all(),
        messages.stream().map(message -> row(message, externalId, fields)));
  }

  private static ColumnType type(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> ColumnType.NUMBER;
      case BOOLEAN -> ColumnType.BOOLEAN;
      case STRING -> ColumnType.TEXT;
      case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO -> ColumnType.MIXED;
    };
  }

  private static @Nullable Object[] row(
      RawMessage message, String externalId, List<String> fields) {
    var cells = new @Nullable Object[RawColumns.FIXED.size() + fields.size()];
    int at = 0;
    cells[at++] = message.time();
    cells[at++] = message.deviceId().toString();
    cells[at++] = externalId;
    cells[at++] = message.schemaVersionId() == null ? null : message.schemaVersionId().toString();
    for (var field : fields) {
      cells[at++] = Cells.of(message.fields().get(field));
    }
    return cells;
  }
}
