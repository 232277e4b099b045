package io.sensormine.registry.inference;

import static io.sensormine.registry.inference.Inferring.and;
import static io.sensormine.registry.inference.Inferring.definition;
import static io.sensormine.registry.inference.Inferring.ofValues;
import static io.sensormine.registry.inference.Inferring.times;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {
  @Test
  void requiresWhatIsAlwaysThereAndNotNull() {
    assertThat(definition("{'a': 1, 'b': 1, 'c': 1}", "{'b': null, 'a': 2}"))
        .isEqualTo(
            "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'integer'},"
                + "'c':{'type':'integer'}},'required':['a']}");
    assertThat(definition("{}", "{'a': null}"))
        .isEqualTo("{'type':'object','properties':{'a':{}}}");
  }

  @Test
  void takesNumbersForIntegersWhereAllAreWhole() {
    assertThat(ofValues("1", "2.0", "1e3")).isEqualTo("{'type':'integer'}");
    assertThat(ofValues("1", "2.5")).isEqualTo("{'type':'number'}");
  }

  @Test
  void listsTheTypesOfMixedValues() {
    assertThat(ofValues("1.5", "'x'", "true")).isEqualTo("{'type':['boolean','number','string']}");
    assertThat(ofValues("{'a': 1}", "'x'", "[]"))
        .isEqualTo(
            "{'type':['string','object','array'],'properties':{'a':{'type':'integer'}},"
                + "'required':['a']}");
  }

  @Test
  void describesNestedObjectsByWhatTheyHaveInCommon() {
    assertThat(ofValues("{'x': 1, 'y': {'z': true}}", "{'x': 2}"))
        .isEqualTo(
            "{'type':'object','properties':{'x':{'type':'integer'},'y':{'type':'object',"
                + "'properties':{'z':{'type':'boolean'}},'required':['z']}},'required':['x']}");
  }

  @Test
  void describesAnArraysItemsTogether() {
    assertThat(ofValues("[]")).isEqualTo("{'type':'array'}");
    assertThat(ofValues("[1, 2.5]", "[{'a': 1}, {}]"))
        .isEqualTo(
            "{'type':'array','items':{'type':['number','object'],"
                + "'properties':{'a':{'type':'integer'}}}}");
    assertThat(ofValues(times(10, "[true, false, true]")))
        .isEqualTo("{'type':'array','items':{'type':'boolean'},'maxItems':5}");
    assertThat(ofValues(times(9, "[true, false, true]"))).doesNotContain("maxItems");
  }

  @Test
  void letsAnItemButNoPropertyBeNull() {
    assertThat(ofValues("[1, null]"))
        .isEqualTo("{'type':'array','items':{'type':['integer','null']}}");
    assertThat(ofValues("[null]")).isEqualTo("{'type':'array','items':{}}");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31T09:15:00Z, 2026-01-31T09:15:00.5+01:00, date-time",
    "0190a5d2-91aa-7c3e-b7d6-0f5be0b5c001, 0190a5d2-91aa-7c3e-b7d6-0f5be0b5c002, uuid",
    "a@plant.example, b@plant.example, email"
  })
  void namesAFormatThatAllTextsAreOf(String one, String other, String format) {
    var both = new String[] {"'" + one + "'", "'" + other + "'"};
    assertThat(ofValues(both)).isEqualTo("{'type':'string','format':'%s'}".formatted(format));
    assertThat(ofValues(and("'none'", both))).isEqualTo("{'type':'string'}");
    assertThat(ofValues(times(10, both))).doesNotContain("enum");
  }

  @Test
  void boundsTenNumbersThatDifferAndNoFewer() {
    var nine = new String[] {"21.5", "22", "20.1", "23", "22", "21", "22.5", "24.9", "23.5"};
    assertThat(ofValues(nine)).isEqualTo("{'type':'number'}");
    assertThat(ofValues(and("24", nine))).isEqualTo("{'type':'number','minimum':20,'maximum':25}");
    assertThat(ofValues(times(10, "7"))).isEqualTo("{'type':'integer'}");
    assertThat(ofValues(times(5, "-1.7e308", "1.7e308"))).isEqualTo("{'type':'integer'}");
  }

  @Test
  void makesAnEnumOfFewTextsThatRecur() {
    assertThat(ofValues(times(5, "'off'", "'on'")))
        .isEqualTo("{'type':'string','enum':['off','on']}");
    assertThat(ofValues(times(4, "'off'", "'on'"))).isEqualTo("{'type':'string'}");
    assertThat(ofValues(times(50, "'1.0.3'"))).isEqualTo("{'type':'string'}");
    assertThat(ofValues(and("'once'", times(50, "'off'", "'on'")))).isEqualTo("{'type':'string'}");
    assertThat(ofValues(and("3", times(50, "'off'", "'on'")))).doesNotContain("enum");
    assertThat(ofValues(times(50, "'off'", "'" + "x".repeat(65) + "'"))).doesNotContain("enum");
    var sixteen = IntStream.range(0, 16).mapToObj("'%d'"::formatted).toArray(String[]::new);
    assertThat(ofValues(times(5, sixteen))).contains("enum");
    assertThat(ofValues(times(5, and("'16'", sixteen)))).doesNotContain("enum");
  }

  @Test
  void marksOneTimeAtTheRootAndBoundsNone() {
    var samples =
        IntStream.range(0, 10)
            .mapToObj(second ->
                "{'ts': %d, 'timestamp': '2026-01-31T09:15:0%dZ', 'v': {'time': %d}}"
                    .formatted(1_769_850_900 + second, second, 1_769_850_900_000L + second))
            .toArray(String[]::new);
    assertThat(definition(samples))
        .isEqualTo(
            "{'type':'object','properties':{'ts':{'type':'integer'},"
                + "'timestamp':{'type':'string','format':'date-time','x-time':true},"
                + "'v':{'type':'object','properties':{'time':{'type':'integer',"
                + "'minimum':1769850900000,'maximum':1769850900010}},'required':['time']}},"
                + "'required':['ts','timestamp','v']}");
    assertThat(definition("{'ts': 1769850900.25}")).contains("'x-time':true");
  }

  @Test
  void marksNothingThatMayBeNoTime() {
    assertThat(definition("{'time': 17}")).doesNotContain("x-time");
    assertThat(definition("{'time': 'noon'}")).doesNotContain("x-time");
    assertThat(definition("{'when': 1769850900}")).doesNotContain("x-time");
    assertThat(definition("{'time': 1769850900}", "{'time': '2026-01-31T09:15:00Z'}"))
        .doesNotContain("x-time");
  }

  @Test
  void guessesNoCounterUnitOrTitle() {
    var rising = IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(ofValues(rising)).isEqualTo("{'type':'integer','minimum':0,'maximum':50}");
  }

  @Test
  void takesTheFieldsOfAnEnvelopeForTheMessage() {
    assertThat(definition("{'device': 'a', 'time': 1769850900, 'fields': {'v': 1}}"))
        .isEqualTo("{'type':'object','properties':{'v':{'type':'integer'}},'required':['v']}");
    assertThat(definition("{'fields': {'v': 1}, 'more': 2}")).contains("'fields'");
  }

  @Test
  void takesInWhatAnotherHasSeen() {
    var first = List.of(Inferring.json("{'a': 1, 'b': {'c': 1}}"));
    var second = List.of(Inferring.json("{'b': {'c': 1.5, 'd': [{'e': 1}]}}"));
    var merged = Inferring.inference(first);
    merged.add(Inferring.inference(second));
    assertThat(merged.samples()).isEqualTo(2);
    assertThat(merged.definition())
        .isEqualTo(Inferring.inference(List.of(first.getFirst(), second.getFirst())).definition());
  }
}
