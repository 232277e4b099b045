package io.sensormine.query.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sensormine.query.format.ColumnType;
import io.sensormine.query.format.NumberText;
import io.sensormine.query.format.Table;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of a range as rows of a table, taken from a {@link ReadAhead}. */
final class RawRows implements Table.Rows {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

  private final ReadAhead ahead;
  private final String deviceId;
  private final String externalId;
  private final Map<String, Place> places = new HashMap<>();
  private final Queue<ReadAhead.Message> batch = new ArrayDeque<>();

  /** Where a field's values go. */
  private record Place(int column, boolean asDouble) {}

  RawRows(ReadAhead ahead, UUID deviceId, String externalId, RawColumns columns) {
    this.ahead = ahead;
    this.deviceId = deviceId.toString();
    this.externalId = externalId;
    int column = RawColumns.FIXED.size();
    for (var field : columns.fields().entrySet()) {
      places.put(field.getKey(), new Place(column++, field.getValue() == ColumnType.NUMBER));
    }
  }

  @Override
  public boolean next(@Nullable Object[] cells) throws Exception {
    if (batch.isEmpty()) {
      batch.addAll(ahead.next());
    }
    var message = batch.poll();
    if (message == null) {
      return false;
    }
    Arrays.fill(cells, null);
    cells[0] = message.time();
    cells[1] = deviceId;
    cells[2] = externalId;
    cells[3] = message.version();
    fields(message.fields(), cells);
    return true;
  }

  private void fields(String text, @Nullable Object[] cells) throws IOException {
    try (var json = JSON.createParser(text)) {
      json.nextToken();
      for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        var token = json.nextToken();
        var place = places.get(name);
        if (place == null) {
          json.skipChildren();
        } else {
          cells[place.column()] = value(json, token, place);
        }
      }
    }
  }

  private static @Nullable Object value(JsonParser json, JsonToken token, Place place)
      throws IOException {
    return switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          place.asDouble() ? json.getDoubleValue() : new NumberText(json.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw new IOException("a value is no plain one");
    };
  }

  @Override
  public void close() {
    ahead.close();
  }
}
