package io.sensormine.registry.compatibility;

import static io.sensormine.contracts.registry.CompatibilityPolicy.LENIENT;
import static io.sensormine.contracts.registry.CompatibilityPolicy.STRICT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Direction;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts on the table of cases, each by both policies. */
class VerdictTest {
  private static final Judge JUDGE = new Judge(new CompatibilityLimits(50_000));

  /**
   * Compatible in truth one way, but taken for breaking: arrays and objects are not listed one by
   * one, and what is unevaluated beside alternatives is compared by its words.
   */
  private static final Set<String> NOT_PROVED =
      Set.of(
          "a list of constants has finitely many arrays",
          "objects of constants are an enumeration",
          "a branch that is open evaluates everything",
          "what is unevaluated is held to another schema behind the same reference",
          "unevaluated items are not unevaluated properties");

  static Stream<CompatibilityCase> cases() {
    return CompatibilityCases.all().filter(each -> !NOT_PROVED.contains(each.name()));
  }

  static Stream<CompatibilityCase> located() {
    return CompatibilityCases.all().filter(each -> each.path() != null);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTrueByTheLetter(CompatibilityCase each) {
    assertThat(fits(each, STRICT, Direction.BACKWARD)).isEqualTo(each.backward().strict());
    assertThat(fits(each, STRICT, Direction.FORWARD)).isEqualTo(each.forward().strict());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isAsTheLenientPolicySays(CompatibilityCase each) {
    assertThat(fits(each, LENIENT, Direction.BACKWARD)).isEqualTo(each.backward().lenient());
    assertThat(fits(each, LENIENT, Direction.FORWARD)).isEqualTo(each.forward().lenient());
  }

  @ParameterizedTest
  @MethodSource("located")
  void namesWhatChangedAndWhere(CompatibilityCase each) {
    assertThat(changes(each, STRICT))
        .extracting(change -> change.keyword() + " at " + change.path())
        .contains(each.keyword() + " at " + each.path());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysOfWhatIsToleratedThatItIs(CompatibilityCase each) {
    boolean differs =
        each.backward().strict() != each.backward().lenient()
            || each.forward().strict() != each.forward().lenient();
    var tolerant =
        changes(each, LENIENT).stream().filter(change -> !change.tolerated().isEmpty()).toList();
    assertThat(tolerant)
        .allSatisfy(change -> assertThat(change.message()).contains("LENIENT"))
        .matches(changes -> !differs || !changes.isEmpty());
  }

  @Test
  void callsNothingCompatibleThatIsNotAlsoWhereItIsTooCautious() {
    assertThat(CompatibilityCases.all().filter(each -> NOT_PROVED.contains(each.name())))
        .hasSameSizeAs(NOT_PROVED)
        .allSatisfy(each -> {
          assertThat(fits(each, STRICT, Direction.BACKWARD) && !each.backward().strict()).isFalse();
          assertThat(fits(each, STRICT, Direction.FORWARD) && !each.forward().strict()).isFalse();
        });
  }

  @Test
  void isTooCautiousWhereTheListSaysSoAndNowhereElse() {
    assertThat(
            CompatibilityCases.all()
                .filter(each -> NOT_PROVED.contains(each.name()))
                .filter(each ->
                    fits(each, STRICT, Direction.BACKWARD) != each.backward().strict()
                        || fits(each, STRICT, Direction.FORWARD) != each.forward().strict())
                .map(CompatibilityCase::name))
        .containsExactlyInAnyOrderElementsOf(NOT_PROVED);
  }

  private static boolean fits(
      CompatibilityCase each, CompatibilityPolicy policy, Direction direction) {
    return changes(each, policy).stream().noneMatch(change -> change.breaks().contains(direction));
  }

  private static List<Change> changes(CompatibilityCase each, CompatibilityPolicy policy) {
    return JUDGE.changes(each.former(), each.current(), policy);
  }
}
