package io.sensormine.query.gather;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.sensormine.query.telemetry.StatementTime;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes readings of rows: device, name, schema_version_id, bucket, time, value. */
@Singleton
final class ReadingRows {
  private final ObjectMapper json;
  private final StatementTime time;

  ReadingRows(ObjectMapper json, StatementTime time) {
    this.json = json;
    this.time = time;
  }

  /** Tells a statement's rows; 422 where that takes too long. */
  void tell(PreparedStatement statement, Consumer<Reading> reader) throws SQLException {
    var left = time.begin();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        left.row();
        reader.accept(reading(rows));
      }
    }
  }

  private Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getInt("device"),
        row.getInt("name"),
        row.getObject("schema_version_id", UUID.class),
        row.getInt("bucket"),
        row.getObject("time", OffsetDateTime.class).toInstant(),
        value(row.getString("value")));
  }

  private JsonNode value(String text) {
    return switch (text.charAt(0)) {
      case 't' -> BooleanNode.TRUE;
      case 'f' -> BooleanNode.FALSE;
      case '"' -> text(text);
      default -> DoubleNode.valueOf(Double.parseDouble(text));
    };
  }

  private JsonNode text(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database tells only JSON", e);
    }
  }
}
