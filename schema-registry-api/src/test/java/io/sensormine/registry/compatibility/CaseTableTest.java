package io.sensormine.registry.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.MessageCheck;
import io.sensormine.registry.compatibility.CompatibilityCase.Direction;
import io.sensormine.registry.definition.Checked;
import io.sensormine.registry.definition.DefinitionLimits;
import io.sensormine.registry.definition.Definitions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the table of cases is true, by the library that checks messages. */
class CaseTableTest {
  private static final int MESSAGES = 150;
  private static final Definitions DEFINITIONS =
      new Definitions(
          new DefinitionLimits(100_000, 64, 1_000, 100, 100_000, 1),
          (name, version) -> Optional.empty());

  static Stream<CompatibilityCase> cases() {
    return CompatibilityCases.all();
  }

  static Stream<Direction> broken() {
    return cases()
        .flatMap(CompatibilityCase::directions)
        .filter(direction -> !direction.verdict().strict());
  }

  @Test
  void namesEachCaseOnce() {
    assertThat(cases().map(CompatibilityCase::name))
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(500);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsDefinitionsOnly(CompatibilityCase each) {
    assertThat(Stream.of(each.former(), each.current()).map(DEFINITIONS::check))
        .allSatisfy(checked -> assertThat(checked).isInstanceOf(Checked.Accepted.class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesAWitnessWhereSomethingBreaks(CompatibilityCase each) {
    assertThat(each.directions().map(Direction::verdict))
        .allSatisfy(verdict -> {
          assertThat(verdict.witness() == null).isEqualTo(verdict.strict());
          assertThat(verdict.lenient() || !verdict.strict()).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("broken")
  void provesByTheWitnessThatSomethingBreaks(Direction direction) {
    var witness = direction.verdict().witness();
    assertThat(witness).isNotNull();
    assertThat(MessageCheck.by(direction.writer()).findings(witness)).isEmpty();
    assertThat(MessageCheck.by(direction.reader()).findings(witness)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsNoMessageThatBreaksWhatIsCompatible(CompatibilityCase each) {
    assertThat(each.directions().filter(direction -> direction.verdict().strict()))
        .allSatisfy(direction -> assertThat(breaking(each, direction)).isEmpty());
  }

  @Test
  void wouldFindMostOfWhatBreaks() {
    long found =
        cases()
            .flatMap(each ->
                each.directions()
                    .filter(direction -> !direction.verdict().strict())
                    .filter(direction -> breaking(each, direction).findAny().isPresent()))
            .count();
    assertThat(found).isGreaterThan(broken().count() / 2);
  }

  private static Stream<JsonNode> breaking(CompatibilityCase each, Direction direction) {
    var writer = MessageCheck.by(direction.writer());
    var reader = MessageCheck.by(direction.reader());
    return new CaseMessages(each)
        .some(MESSAGES)
        .filter(message -> isValid(writer, message) && !isValid(reader, message));
  }

  private static boolean isValid(MessageCheck check, JsonNode message) {
    return check.accepts(message);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pointsAtAKeywordThatIsThere(CompatibilityCase each) {
    var path = each.path();
    assertThat(path == null).isEqualTo(each.keyword() == null);
    assertThat(
            path == null
                || !each.current().at(path).isMissingNode()
                || !each.former().at(path).isMissingNode())
        .isTrue();
  }
}
