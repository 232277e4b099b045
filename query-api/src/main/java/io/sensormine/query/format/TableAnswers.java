package io.sensormine.query.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Answers with a table in a format other than JSON. */
@Singleton
public final class TableAnswers {
  /** The header that tells of a table what a JSON answer tells in {@code meta}. */
  public static final String META = "Sensormine-Meta";

  /** Clients bound the headers that they read, many of them at 8 KiB for all. */
  private static final int MAX_META = 4_096;

  private final ObjectMapper json;

  TableAnswers(ObjectMapper json) {
    this.json = json;
  }

  /**
   * An answer that is written while it is read from the table, which is closed at its end or when
   * the client has gone.
   *
   * @param meta becomes the header {@link #META}, a JSON object in ASCII; where it would be longer
   *     than 4 KiB its lists are emptied and it says {@code "shortened": true}
   */
  public MutableHttpResponse<InputStream> answer(Format format, Object meta, Table table) {
    try {
      return HttpResponse.<InputStream>ok(new TableStream(table, format))
          .contentType(format.mediaType())
          .header(META, header(meta));
    } catch (IOException | RuntimeException | Error e) {
      table.rows().close();
      throw e instanceof IOException io ? new UncheckedIOException(io) : rethrown(e);
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return (RuntimeException) e;
  }

  private String header(Object meta) throws JsonProcessingException {
    ObjectNode tree = json.valueToTree(meta);
    var text = text(tree);
    if (text.length() > MAX_META) {
      tree.properties()
          .forEach(property -> {
            if (property.getValue() instanceof ArrayNode list) {
              list.removeAll();
            }
          });
      text = text(tree.put("shortened", true));
    }
    return text;
  }

  private String text(ObjectNode tree) throws JsonProcessingException {
    return json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(tree);
  }
}
