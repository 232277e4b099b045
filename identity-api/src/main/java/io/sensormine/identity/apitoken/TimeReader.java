package io.sensormine.identity.apitoken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.sensormine.kit.time.Times;
import java.io.IOException;
import java.io.Serial;
import java.time.Instant;
import java.util.Optional;

/** Reads an instant as every client may write it: RFC 3339 or a number. */
final class TimeReader extends StdScalarDeserializer<Instant> {
  @Serial private static final long serialVersionUID = 1;

  TimeReader() {
    super(Instant.class);
  }

  @Override
  public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
    Optional<Instant> instant =
        switch (json.currentToken()) {
          case VALUE_STRING -> Times.parse(json.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Times.ofNumber(json.getDecimalValue());
          default -> Optional.empty();
        };
    if (instant.isEmpty()) {
      throw context.weirdStringException(json.getText(), Instant.class, "no time");
    }
    return instant.get();
  }
}
