package io.sensormine.registry.compatibility;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.ChangeKind;
import io.sensormine.contracts.registry.CompatibilityPolicy;
import io.sensormine.contracts.registry.Direction;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a change says of itself. */
class ComparisonTest {
  private static final int STEPS = 50_000;

  private static List<Change> changes(String before, String after) {
    return new Judge(new CompatibilityLimits(STEPS))
        .changes(json(before), json(after), CompatibilityPolicy.LENIENT);
  }

  private static Change only(String before, String after) {
    var changes = changes(before, after);
    assertThat(changes).hasSize(1);
    return changes.getFirst();
  }

  private static String of(String property) {
    return "{'type': 'object', 'properties': {'t': %s}}".formatted(property);
  }

  @Test
  void tellsANarrowedBoundWithBothValuesAndWhatWouldDo() {
    var change = only(of("{'maximum': 100}"), of("{'maximum': 50}"));
    assertThat(change.path()).isEqualTo("/properties/t/maximum");
    assertThat(change.field()).isEqualTo("t");
    assertThat(change.change()).isEqualTo(ChangeKind.NARROWED);
    assertThat(change.before()).isEqualTo(json("100"));
    assertThat(change.after()).isEqualTo(json("50"));
    assertThat(change.breaks()).containsExactly(Direction.BACKWARD);
    assertThat(change.message())
        .isEqualTo(
            "`t` had `maximum` 100 and now has `maximum` 50. Messages that fit the old version may"
                + " not fit the new one.");
    assertThat(change.hint())
        .isEqualTo(
            "Let the new version take all that the old one takes for `t`: keep `maximum` 100.");
  }

  @Test
  void tellsAWidenedTypeAsBreakingForwardOnly() {
    var change = only(of("{'type': 'integer'}"), of("{'type': 'number'}"));
    assertThat(change.change()).isEqualTo(ChangeKind.WIDENED);
    assertThat(change.breaks()).containsExactly(Direction.FORWARD);
    assertThat(change.message())
        .isEqualTo(
            "`t` was integer and is now number. Messages that fit the new version may not fit the"
                + " old one.");
  }

  @Test
  void speaksOfTheMessageWhereItConcernsAllOfIt() {
    var change = only("{'type': 'object'}", "{'type': 'object', 'maxProperties': 3}");
    assertThat(change.field()).isEmpty();
    assertThat(change.message()).startsWith("The message now has `maxProperties` 3.");
    assertThat(change.hint())
        .isEqualTo(
            "Let the new version take all that the old one takes for the message: leave"
                + " `maxProperties` 3 out.");
  }

  @Test
  void tellsWhatIsNewlyRequired() {
    var change = only(of("{}"), "{'type': 'object', 'properties': {'t': {}}, 'required': ['t']}");
    assertThat(change.path()).isEqualTo("/required");
    assertThat(change.change()).isEqualTo(ChangeKind.ADDED);
    assertThat(change.message()).startsWith("`t` is required now.");
    assertThat(change.hint()).contains("Leave it optional");
  }

  @Test
  void tellsAPropertyOfAClosedObjectOnce() {
    var closed = "{'type': 'object', 'additionalProperties': false, 'properties': {%s}}";
    var change =
        only(
            closed.formatted("'a': {'type': 'number'}"),
            closed.formatted("'a': {'type': 'number'}, 'b': {'type': 'number', 'minimum': 0}"));
    assertThat(change.path()).isEqualTo("/properties/b");
    assertThat(change.change()).isEqualTo(ChangeKind.ADDED);
    assertThat(change.breaks()).containsExactly(Direction.FORWARD);
  }

  @Test
  void pointsIntoTheOldDefinitionForWhatIsGone() {
    var change = only(of("{'pattern': '^a'}"), of("{}"));
    assertThat(change.path()).isEqualTo("/properties/t/pattern");
    assertThat(change.change()).isEqualTo(ChangeKind.REMOVED);
    assertThat(change.after()).isNull();
  }

  @Test
  void pointsToWhereAReferenceLeads() {
    var definition = "{'type': 'object', 'properties': {'t': {'$ref': '#/$defs/c'}}, '$defs': %s}";
    var change =
        only(
            definition.formatted("{'c': {'maximum': 5}}"),
            definition.formatted("{'c': {'maximum': 4}}"));
    assertThat(change.path()).isEqualTo("/$defs/c/maximum");
    assertThat(change.field()).isEqualTo("t");
  }

  @Test
  void listsNothingForTheSameMeaningInOtherWords() {
    assertThat(
            changes(
                of("{'type': 'integer', 'exclusiveMinimum': 0}"),
                of("{'allOf': [{'type': 'number', 'multipleOf': 1}, {'minimum': 1}]}")))
        .isEmpty();
  }

  @Test
  void listsWhatChangesNoVerdict() {
    assertThat(
            changes(
                of("{'title': 'A', 'x-metric-kind': 'gauge'}"),
                of("{'title': 'B', 'x-metric-kind': 'counter', 'format': 'x'}")))
        .allSatisfy(change -> assertThat(change.breaks()).isEmpty())
        .extracting(Change::keyword)
        .containsExactly("x-metric-kind", "title", "format");
  }

  @Test
  void holdsThePropertyThatCarriesTheTimeToBreakWhenItMoves() {
    var first = "{'type': 'object', 'properties': {'a': {'x-time': true}, 'b': {}}}";
    var second = "{'type': 'object', 'properties': {'a': {}, 'b': {'x-time': true}}}";
    assertThat(changes(first, second))
        .extracting(change -> change.field() + " " + change.breaks())
        .containsExactly("a [BACKWARD]", "b [FORWARD]");
  }

  @Test
  void countsWhatItCannotProveInTimeAsBreaking() {
    var branches =
        IntStream.range(0, 30)
            .mapToObj(number ->
                "{'required': ['p%d'], 'properties': {'p%d': {'maximum': %%d}}}"
                    .formatted(number, number))
            .collect(Collectors.joining(",", "{'type': 'object', 'anyOf': [", "]}"));
    var before = branches.replace("%d", "1");
    var after = branches.replace("%d", "2");
    var judge = new Judge(new CompatibilityLimits(5));
    assertThat(judge.changes(json(before), json(after), CompatibilityPolicy.STRICT).getFirst())
        .satisfies(change -> {
          assertThat(change.breaks()).contains(Direction.BACKWARD);
          assertThat(change.message()).contains("too intricate");
          assertThat(change.hint()).contains("sensormine.registry.compatibility.max-steps");
        });
    assertThat(changes(before, after))
        .noneMatch(change -> change.breaks().contains(Direction.BACKWARD));
  }

  @Test
  void takesNoLimitBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CompatibilityLimits(0));
  }
}
