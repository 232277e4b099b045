package io.sensormine.standalone.simulate.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.parsing.dflt.RgxGenParseException;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Texts by a schema's pattern, format or length; a device keeps one for a while. */
final class TextTemplate {
  private static final int USUAL_LENGTH = 8;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private TextTemplate() {}

  static Template of(JsonNode schema) {
    if (schema.has("pattern")) {
      return byPattern(schema.get("pattern").asText());
    }
    return switch (schema.path("format").asText()) {
      case "date-time" -> random -> time -> TextNode.valueOf(time.toString());
      case "date" ->
          random ->
              time -> TextNode.valueOf(time.atOffset(ZoneOffset.UTC).toLocalDate().toString());
      case "time" ->
          random ->
              time -> TextNode.valueOf(time.atOffset(ZoneOffset.UTC).toOffsetTime().toString());
      case "uuid" -> made(random -> new UUID(random.nextLong(), random.nextLong()).toString());
      case "email" -> made(random -> letters(random, USUAL_LENGTH) + "@example.org");
      case "hostname" -> made(random -> letters(random, USUAL_LENGTH) + ".example.org");
      case "ipv4" -> made(random -> "192.0.2." + random.nextInt(1, 255));
      case "ipv6" -> made(random -> "2001:db8::" + Integer.toHexString(random.nextInt(1, 0x10000)));
      case "uri", "uri-reference" ->
          made(random -> "https://example.org/" + letters(random, USUAL_LENGTH));
      default -> byLength(schema);
    };
  }

  private static Template byPattern(String pattern) {
    try {
      var texts = RgxGen.parse(pattern);
      return made(random -> texts.generate(Random.from(random)));
    } catch (RgxGenParseException e) {
      throw Unsupported.because("no text can be made for the pattern `" + pattern + "`");
    }
  }

  private static Template byLength(JsonNode schema) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Math.max(least, USUAL_LENGTH));
    int length = Math.clamp(USUAL_LENGTH, least, Math.max(least, most));
    return made(random -> letters(random, length));
  }

  private static Template made(Function<RandomGenerator, String> maker) {
    return random -> new Held(random, () -> TextNode.valueOf(maker.apply(random)));
  }

  private static String letters(RandomGenerator random, int length) {
    var text = new StringBuilder(length);
    for (int at = 0; at < length; at++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
