package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sensormine.registry.compatibility.CompatibilityCase.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The cases of {@code src/test/resources/compatibility}, a file for each topic. */
final class CompatibilityCases {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final List<CompatibilityCase> ALL = load();

  private CompatibilityCases() {}

  /** All of them, in order of topic and as they stand there. */
  static Stream<CompatibilityCase> all() {
    return ALL.stream();
  }

  private static List<CompatibilityCase> load() {
    var directory = Objects.requireNonNull(CompatibilityCases.class.getResource("/compatibility"));
    try (var files = Files.list(Path.of(directory.toURI()))) {
      return files.sorted().flatMap(CompatibilityCases::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<CompatibilityCase> read(Path file) {
    try {
      var topic = file.getFileName().toString().replace(".json", "");
      var cases = MAPPER.readTree(file.toFile());
      return StreamSupport.stream(cases.spliterator(), false).map(json -> of(topic, json));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static CompatibilityCase of(String topic, JsonNode json) {
    return new CompatibilityCase(
        topic,
        json.required("name").textValue(),
        json.required("old"),
        json.required("new"),
        verdict(json, "backward", "lenientBackward", "backwardWitness"),
        verdict(json, "forward", "lenientForward", "forwardWitness"),
        text(json, "keyword"),
        text(json, "path"));
  }

  private static Verdict verdict(JsonNode json, String strict, String lenient, String witness) {
    boolean verdict = json.required(strict).booleanValue();
    return new Verdict(verdict, json.path(lenient).asBoolean(verdict), json.get(witness));
  }

  private static @Nullable String text(JsonNode json, String key) {
    return json.path(key).textValue();
  }
}
