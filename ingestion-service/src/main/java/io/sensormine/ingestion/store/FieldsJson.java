package io.sensormine.ingestion.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sensormine.ingestion.message.Flaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes what goes into jsonb columns, in UTF-8. */
final class FieldsJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_BYTES = 256;

  private FieldsJson() {}

  /** A message of flat fields, which are given as an object. */
  static byte[] envelope(Instant time, byte[] fields) {
    return write(json -> {
      json.writeStartObject();
      json.writeStringField("time", time.toString());
      json.writeFieldName("fields");
      json.writeRawValue(new String(fields, StandardCharsets.UTF_8));
      json.writeEndObject();
    });
  }

  /** Flaws as an array of objects. What a message says goes in without U+0000, as jsonb must. */
  static byte[] of(List<Flaw> flaws) {
    return write(json -> {
      json.writeStartArray();
      for (var flaw : flaws) {
        json.writeStartObject();
        json.writeStringField("code", flaw.code().wireName());
        json.writeStringField("path", storable(flaw.path()));
        json.writeStringField("message", storable(flaw.message()));
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /** A text in which what PostgreSQL cannot hold is replaced. */
  static String storable(String text) {
    var storable = new StringBuilder(text.length());
    text.codePoints()
        .map(c ->
            c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Writing writing) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
