package io.sensormine.ingestion.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.ingestion.message.Flattener.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlattenerTest {
  private static final IngestionLimits LIMITS =
      new IngestionLimits(1 << 20, 100, 32, 1 << 16, 5, 3, 12, java.time.Duration.ZERO, 10, 10);

  private static Outcome flatten(String json) {
    var bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var raw = new RawMessage(bytes, 0, bytes.length, PayloadFormat.JSON, "", null, null);
    var tree = (MessageReader.Outcome.Tree) new MessageReader(LIMITS).read(raw);
    return Flattener.flatten(tree.root(), "/fields", List.of(), LIMITS);
  }

  private static Map<String, Object> fields(String json) {
    return ((Outcome.Fields) flatten(json)).fields().values();
  }

  private static Flaw flaw(String json) {
    return ((Outcome.Unfit) flatten(json)).flaw();
  }

  @Test
  void joinsNamesAndIndexesByDots() {
    assertThat(fields("{'a': {'b': 1, 'c': [true, {'d': 'x'}]}, 'e': 1.5}"))
        .containsExactly(
            Map.entry("a.b", 1L),
            Map.entry("a.c.0", true),
            Map.entry("a.c.1.d", "x"),
            Map.entry("e", 1.5));
  }

  @Test
  void takesNullAsAbsent() {
    assertThat(fields("{'a': null, 'b': {'c': null}, 'd': [1, null, 2]}"))
        .containsExactly(Map.entry("d.0", 1L), Map.entry("d.2", 2L));
  }

  @Test
  void makesDoublesOfWholeNumbersThatADoubleCannotHold() {
    assertThat(fields("{'a': 9007199254740992, 'b': 9007199254740993, 'c': 1e2}"))
        .containsExactly(
            Map.entry("a", 9_007_199_254_740_992L),
            Map.entry("b", 9_007_199_254_740_992d),
            Map.entry("c", 100d));
    assertThat(fields("{'a': 123456789012345678901234567890}"))
        .containsExactly(Map.entry("a", 1.2345678901234568e29));
  }

  @Test
  void refusesWhatCannotBeStored() {
    assertThat(flaw("{'a': {'b/c': 1e999}}"))
        .extracting(Flaw::code, Flaw::path)
        .containsExactly(RejectionCode.NUMBER_OUT_OF_RANGE, "/fields/a/b~1c");
    assertThat(flaw("{'a': -" + "9".repeat(400) + "}").code())
        .isEqualTo(RejectionCode.NUMBER_OUT_OF_RANGE);
    for (var text : List.of("\\u0000", "\\ud83d", "\\ude00\\ud83d", "\\ud83dx")) {
      assertThat(flaw("{'a': '" + text + "'}").code()).isEqualTo(RejectionCode.TEXT_NOT_STORABLE);
    }
    assertThat(flaw("{'\\u0000': 1}").code()).isEqualTo(RejectionCode.TEXT_NOT_STORABLE);
    assertThat(fields("{'a': '\\ud83d\\ude00'}")).containsEntry("a", "\ud83d\ude00");
  }

  @Test
  void refusesTwoPropertiesOfOnePath() {
    assertThat(flaw("{'a': {'b': 1}, 'a.b': 2}").code()).isEqualTo(RejectionCode.PATH_COLLISION);
    assertThat(flaw("{'a': [1], 'a.0': 2}").path()).isEqualTo("/fields/a.0");
  }

  @Test
  void refusesTooMuch() {
    assertThat(flaw("{'a':1,'b':1,'c':1,'d':1,'e':1,'f':1}").code())
        .isEqualTo(RejectionCode.TOO_MANY_FIELDS);
    assertThat(flaw("{'a': [1, 2, 3, 4]}"))
        .extracting(Flaw::code, Flaw::path)
        .containsExactly(RejectionCode.TOO_MANY_FIELDS, "/fields/a");
    assertThat(flaw("{'abcdef': {'ghijklm': 1}}").code()).isEqualTo(RejectionCode.TOO_LARGE);
  }
}
