package io.sensormine.registry.compatibility;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Direction;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Definitions that pass every check and would take hours to compare, or more of the stack than
 * there is. What is asked for is an answer; the deadline only ends a test that hangs.
 */
@Timeout(120)
class HostileDefinitionsTest {
  private static final Judge JUDGE = new Judge(new CompatibilityLimits(50_000));

  private static List<Change> changes(String before, String after) {
    return JUDGE.changes(json(before), json(after), CompatibilityPolicy.LENIENT);
  }

  private static String many(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }

  private static String of(String property) {
    return "{'type': 'object', 'properties': {'t': {%s}}}".formatted(property);
  }

  @Test
  void followsALongChainOfDependents() {
    var chain =
        "{'type': 'object', 'required': ['a0'], 'dependentRequired': {%s}}"
            .formatted(many(8_000, at -> "'a%d': ['a%d']".formatted(at, at + 1)));
    assertThat(changes(chain, "{'type': 'object', 'required': ['a7999']}"))
        .noneMatch(change -> change.breaks().contains(Direction.BACKWARD));
    assertThat(changes(chain, "{'type': 'object', 'required': ['z']}"))
        .anyMatch(change -> change.breaks().contains(Direction.BACKWARD));
  }

  @Test
  void endsOnAThousandAlternatives() {
    var before =
        "{'type': 'object', 'allOf': [%s]}"
            .formatted(
                many(
                    1_000,
                    at ->
                        "{'anyOf': [{'required': ['a%d']}, {'required': ['b%d']}]}"
                            .formatted(at, at)));
    assertThat(changes(before, "{'type': 'object', 'required': ['z']}"))
        .anyMatch(change -> change.breaks().contains(Direction.BACKWARD));
  }

  @Test
  void endsOnDivisorsWhoseCommonMultipleIsEndless() {
    var divisors =
        many(600, at -> "{'multipleOf': %d%s}".formatted(2 * at + 1, "0".repeat(280) + "1"));
    var bounds = many(100, at -> "{'minimum': %d, 'maximum': %d}".formatted(at, at + 1));
    assertThat(
            changes(
                of("'type': 'number', 'allOf': [%s]".formatted(divisors)),
                of("'anyOf': [%s]".formatted(bounds))))
        .isNotEmpty();
  }

  @Test
  void endsOnManyValuesAgainstManyPatterns() {
    var values = many(20_000, at -> "'v%d'".formatted(at));
    var patterns = many(4_000, at -> "{'pattern': 'p%d'}".formatted(at));
    assertThat(
            changes(
                of("'enum': [%s]".formatted(values)),
                of("'oneOf': [%s, {'type': 'string'}]".formatted(patterns))))
        .isNotEmpty();
  }

  @Test
  void endsOnManyValuesInManyBranches() {
    var values = many(15_000, at -> "'v%d'".formatted(at));
    var first = many(150, at -> "{'maxLength': %d}".formatted(at));
    var second = many(150, at -> "{'minLength': %d}".formatted(at + 1));
    assertThat(
            changes(
                of("'enum': [%s], 'anyOf': [%s]".formatted(values, first)),
                of("'anyOf': [%s]".formatted(second))))
        .isNotNull();
  }

  @Test
  void endsOnPatternsThatMeetInTooManyWays() {
    var patterns = many(3, at -> "'(a|b)*a(a|b){1%d}': {'type': 'string'}".formatted(at));
    var others = many(3, at -> "'(a|b)*b(a|b){1%d}': {'type': 'number'}".formatted(at));
    assertThat(
            changes(
                "{'type': 'object', 'patternProperties': {%s}}".formatted(patterns),
                "{'type': 'object', 'patternProperties': {%s}}".formatted(others)))
        .isNotEmpty();
  }
}
