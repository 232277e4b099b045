package io.sensormine.registry.inference;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Samples in, a definition out, both in single quotes. */
final class Inferring {
  private static final InferenceLimits LIMITS = new InferenceLimits(10_000, 1_000, 24, 1_048_576);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Inferring() {}

  /** Reads JSON; single quotes stand for double ones where the text has no double quote. */
  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.indexOf('"') < 0 ? text.replace('\'', '"') : text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Inference inference(List<JsonNode> samples) {
    var inference = new Inference(LIMITS);
    for (var sample : samples) {
      var wrong = inference.add(sample, JsonPointer.empty());
      if (wrong != null) {
        throw new IllegalArgumentException(sample + ": " + wrong);
      }
    }
    return inference;
  }

  static String definition(String... samples) {
    return text(inference(Arrays.stream(samples).map(Inferring::json).toList()).definition());
  }

  /** The schema of the property {@code v}, from one sample for each of its values. */
  static String ofValues(String... values) {
    var samples = Arrays.stream(values).map(value -> json("{'v': %s}".formatted(value))).toList();
    return text(inference(samples).definition().at("/properties/v"));
  }

  /** So many times the same. */
  static String[] times(int times, String... values) {
    return Collections.nCopies(times, values).stream()
        .flatMap(Arrays::stream)
        .toArray(String[]::new);
  }

  /** And one more. */
  static String[] and(String more, String... values) {
    var all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = more;
    return all;
  }

  private static String text(JsonNode node) {
    return node.toString().replace('"', '\'');
  }
}
