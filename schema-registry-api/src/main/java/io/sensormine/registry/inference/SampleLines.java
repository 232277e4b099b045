package io.sensormine.registry.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Samples as NDJSON, one a line, of which one at a time is in memory. Blank lines are none. */
final class SampleLines {
  private final InputStream in;
  private final ObjectMapper json;
  private final int maxBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number;

  SampleLines(InputStream in, ObjectMapper json, int maxBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.json = json;
    this.maxBytes = maxBytes;
  }

  /** The number of the line that was read last, from 1. */
  int number() {
    return number;
  }

  /**
   * The next sample; null after the last. Refuses a line that is no JSON (400) or too long (413).
   */
  @Nullable JsonNode next() throws IOException {
    while (readLine()) {
      var bytes = line.toByteArray();
      if (!isBlank(bytes)) {
        return parse(bytes);
      }
    }
    return null;
  }

  private boolean readLine() throws IOException {
    line.reset();
    int next = in.read();
    if (next < 0) {
      return false;
    }
    number++;
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() == maxBytes) {
        throw ProblemException.at(
            "/" + number,
            ProblemType.TOO_LARGE,
            "Line %d is longer than %,d bytes.".formatted(number, maxBytes));
      }
      line.write(next);
    }
    return true;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  private JsonNode parse(byte[] bytes) throws IOException {
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException notJson) {
      var at = notJson.getLocation();
      throw malformed(
          at == null ? "" : ", column " + at.getColumnNr(),
          notJson.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (CharConversionException notText) {
      throw malformed("", "it is not UTF-8.");
    }
  }

  private ProblemException malformed(String column, String why) {
    var detail = "The body stops being NDJSON at line %d%s: %s".formatted(number, column, why);
    return ProblemException.at("/" + number, ProblemType.MALFORMED_JSON, detail);
  }
}
