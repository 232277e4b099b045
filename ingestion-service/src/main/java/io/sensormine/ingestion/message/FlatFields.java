package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message's fields, flat: dotted path to Long, Double, Boolean or String. They are held as the
 * JSON object that is stored, for most messages are never asked for anything else. Immutable.
 */
public final class FlatFields {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] json;

  /** Fields that a {@link FieldsWriter} has written. */
  FlatFields(byte[] json) {
    this.json = json;
  }

  /** The same fields. */
  public static FlatFields of(Map<String, Object> values) {
    var fields = new FieldsWriter();
    values.forEach((path, value) -> {
      if (!fields.name(path) || !isWritten(fields, value)) {
        throw new IllegalArgumentException("no field: " + path + " of " + value);
      }
    });
    return fields.written();
  }

  private static boolean isWritten(FieldsWriter fields, Object value) {
    switch (value) {
      case Long whole -> fields.value(whole);
      case Double number -> fields.value(number);
      case Boolean truth -> fields.value(truth);
      case String text -> {
        return fields.value(text);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The object in UTF-8; not to be changed. */
  public byte[] json() {
    return json;
  }

  /** The fields in their order, read anew. */
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    try (var parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var path = parser.currentName();
        values.put(
            path,
            switch (parser.nextToken()) {
              case VALUE_STRING -> parser.getText();
              case VALUE_TRUE -> true;
              case VALUE_FALSE -> false;
              case VALUE_NUMBER_INT -> parser.getLongValue();
              default -> parser.getDoubleValue();
            });
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException("fields that we wrote ourselves cannot be read", e);
    }
  }
}
