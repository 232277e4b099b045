package io.sensormine.registry.inference;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proposes a definition that every sample keeps, in one pass: what it remembers grows with the
 * different properties, not with the samples. It states what all samples have in common and guesses
 * nothing else: no title, no unit, no {@code x-metric-kind} (a counter that was never reset looks
 * like a gauge that rose).
 *
 * <ul>
 *   <li>A property is required where it was always there and never null; null means absent.
 *   <li>Numbers are integers where all are whole, 1.0 among them. Ten or more are bounded as {@link
 *       Bounds} says, unless all are equal.
 *   <li>Texts have a {@code format} (date-time, uuid, email) where all are of it, or else an {@code
 *       enum} where few recur, as {@link TextEvidence} says.
 *   <li>An array's items share one schema. From ten arrays on, {@code maxItems} is the smallest of
 *       1, 2 and 5 times a power of ten that is no smaller than the longest array.
 *   <li>Of {@code time}, {@code timestamp} and {@code ts} at the root, the first whose values are
 *       all RFC 3339, or all numbers that are an instant of this century, gets {@code x-time}.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class Inference {
  private static final List<String> TIMES = List.of("time", "timestamp", "ts");
  private static final String FIELDS = "fields";
  private static final Set<String> ENVELOPE =
      Set.of("time", FIELDS, "schemaVersion", "device", "id");

  private final InferenceLimits limits;
  private final SampleCheck check;
  private final ObjectEvidence evidence = new ObjectEvidence();
  private int properties;

  public Inference(InferenceLimits limits) {
    this.limits = limits;
    this.check = new SampleCheck(limits.maxDepth());
  }

  /**
   * Takes in a sample; of an envelope its {@code fields}, which is what a definition describes.
   *
   * @param at where it stands in its request
   * @return what stands against it, by a pointer that begins with {@code at}; null where nothing
   *     does
   */
  public @Nullable Violation add(JsonNode sample, JsonPointer at) {
    if (evidence.count() == limits.maxSamples()) {
      return new Violation(
          at.toString(),
          "too-many-samples",
          "There may be %,d samples.".formatted(limits.maxSamples()));
    }
    boolean enveloped = isEnvelope(sample);
    var payload = enveloped ? sample.path(FIELDS) : sample;
    var wrong = check.violation(payload, enveloped ? at.appendProperty(FIELDS) : at);
    if (wrong != null) {
      return wrong;
    }
    properties += evidence.add(payload);
    return properties <= limits.maxProperties()
        ? null
        : new Violation(
            at.toString(),
            "too-many-properties",
            "All samples together may have %,d different properties."
                .formatted(limits.maxProperties()));
  }

  private static boolean isEnvelope(JsonNode sample) {
    return sample.path(FIELDS).isObject()
        && sample.properties().stream().allMatch(property -> ENVELOPE.contains(property.getKey()));
  }

  /** Takes in what another has seen, as if it had come after what this one has. */
  public void add(Inference other) {
    evidence.add(other.evidence);
    properties = evidence.size();
  }

  /** Whether it takes in no more, for there are as many samples or properties as there may be. */
  public boolean isFull() {
    return evidence.count() == limits.maxSamples() || properties > limits.maxProperties();
  }

  /** How many samples it has taken in. */
  public long samples() {
    return evidence.count();
  }

  /** The definition so far; without a sample it takes any object. */
  public ObjectNode definition() {
    var definition = JsonNodeFactory.instance.objectNode().put("type", "object");
    evidence.describe(definition);
    boolean marked = false;
    for (var name : TIMES) {
      if (evidence.property(name).filter(Evidence::areTimes).isPresent()
          && definition.path("properties").path(name) instanceof ObjectNode time) {
        // times go on beyond any bound
        time.remove(List.of("minimum", "maximum"));
        if (!marked) {
          time.put("x-time", true);
          marked = true;
        }
      }
    }
    return definition;
  }
}
