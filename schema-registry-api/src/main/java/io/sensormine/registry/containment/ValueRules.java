package io.sensormine.registry.containment;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.registry.shape.Demand.Bound;
import io.sensormine.registry.shape.Demand.Multiple;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The rules for types, options, numbers and texts; each is named after its keyword. */
final class ValueRules {
  private static final Set<Kind> TEXT = Set.of(Kind.STRING);
  private static final int MAX_TEXTS = 64;

  private ValueRules() {}

  static List<Gap> types(Types types, Question question) {
    return question.answer(types.kinds().containsAll(question.writer().kinds()), types);
  }

  /**
   * {@code enum} and {@code const}: of all that has too many values to list, texts alone may keep
   * to a list, by their pattern.
   */
  static List<Gap> values(Values values, Question question) {
    var writer = question.writer();
    boolean mayBeListed =
        writer.kinds().equals(TEXT)
            && !writer.texts().matching().isEmpty()
            && values.values().size() <= MAX_TEXTS;
    return question.answer(mayBeListed && hasNoOther(values, question), values);
  }

  /** Whether no text that matches the writer's patterns is missing from the list. */
  private static boolean hasNoOther(Values values, Question question) {
    var writer = question.writer();
    var listed =
        values.values().stream()
            .filter(JsonNode::isTextual)
            .map(text -> Texts.exactly(text.textValue()))
            .toList();
    return writer.texts().hasNone(listed, writer.range(Measure.LENGTH), question.containment());
  }

  /** {@code minimum}, {@code maxLength} and their like. */
  static List<Gap> bound(Bound bound, Question question) {
    var writer = question.writer();
    return question.answer(
        !writer.mayBe(bound.measure().kinds())
            || writer.range(bound.measure()).keeps(bound)
            || (bound.measure() == Measure.LENGTH && keepsByPattern(bound, question)),
        bound);
  }

  /** Whether no text that matches the writer's patterns has a length beyond the bound. */
  private static boolean keepsByPattern(Bound bound, Question question) {
    var beyond =
        bound.upper()
            ? new Range(bound.limit().add(BigDecimal.ONE), true, null, true)
            : new Range(null, true, bound.limit().subtract(BigDecimal.ONE), true);
    return question.writer().texts().hasNone(List.of(), beyond, question.containment());
  }

  static List<Gap> multipleOf(Multiple multiple, Question question) {
    var writer = question.writer();
    return question.answer(
        !writer.mayBe(Kind.NUMBERS)
            || writer
                .divisor()
                .filter(divisor -> Divisors.divides(multiple.divisor(), divisor))
                .isPresent(),
        multiple);
  }

  static List<Gap> pattern(Pattern pattern, Question question) {
    var writer = question.writer();
    return question.answer(
        !writer.mayBe(TEXT)
            || writer
                .texts()
                .hasNone(
                    List.of(pattern.regex()), writer.range(Measure.LENGTH), question.containment()),
        pattern);
  }
}
