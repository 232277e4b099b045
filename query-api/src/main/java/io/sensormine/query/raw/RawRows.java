package io.sensormine.query.raw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sensormine.query.format.ColumnType;
import io.sensormine.query.format.NumberText;
import io.sensormine.query.format.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages of a range as rows of a table, taken from a {@link ReadAhead}. */
final class RawRows implements Table.Rows {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

  private static final long MICROS = 1_000_000;
  private static final long NANOS_EACH = 1_000;

  private final ReadAhead ahead;
  private final String deviceId;
  private final String externalId;
  private final Map<String, Place> places = new HashMap<>();
  private @Nullable Batch batch;
  private int at;
  // of all of the batch's messages; holds nothing outside of the heap
  private @Nullable JsonParser json;

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
    var from = batch;
    var parser = json;
    if (from == null || parser == null || at == from.rows()) {
      from = ahead.next();
      if (from == null) {
        return false;
      }
      parser = JSON.createParser(from.json(), 0, from.bytes());
      batch = from;
      json = parser;
      at = 0;
    }
    Arrays.fill(cells, null);
    cells[0] = time(from.micros(at));
    cells[1] = deviceId;
    cells[2] = externalId;
    cells[3] = from.version(at);
    at++;
    fields(parser, cells);
    return true;
  }

  private static Instant time(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS_EACH);
  }

  private void fields(JsonParser parser, @Nullable Object[] cells) throws IOException {
    parser.nextToken();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var token = parser.nextToken();
      var place = places.get(name);
      if (place == null) {
        parser.skipChildren();
      } else {
        cells[place.column()] = value(parser, token, place);
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
