package io.sensormine.device.type.impact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.device.attribute.AttributeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributeClaimsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SITE = "{'name': 'site', 'type': 'text'}";
  private static final String SITE_REQUIRED = "{'name': 'site', 'type': 'text', 'required': true}";
  private static final String SITE_PRESET =
      "{'name': 'site', 'type': 'text', 'required': true, 'default': 'north'}";

  private final List<Effect> breaking = new ArrayList<>();
  private final List<Effect> warnings = new ArrayList<>();

  private static List<AttributeDefinition> definitions(String json) throws JsonProcessingException {
    return Arrays.asList(
        JSON.readValue("[" + json.replace('\'', '"') + "]", AttributeDefinition[].class));
  }

  /** Counts devices with such attributes, one each; how many are affected. */
  private long count(String before, String after, String... devices)
      throws JsonProcessingException {
    var tally = new Tally(AttributeClaims.of(definitions(before), definitions(after)));
    for (var device : devices) {
      tally.add(JSON.readTree(device.replace('\'', '"')), 1);
    }
    breaking.clear();
    warnings.clear();
    tally.report(breaking, warnings);
    return tally.affected();
  }

  private static List<String> said(List<Effect> effects) {
    return effects.stream()
        .map(effect ->
            "%s %s %d".formatted(effect.path(), effect.change(), effect.affectedDevices()))
        .toList();
  }

  @Test
  void claimsNothingOfWhatStaysOrTakesMore() throws JsonProcessingException {
    var narrow = "{'name': 'a', 'type': 'integer', 'min': 0, 'max': 9, 'required': true}";
    assertThat(AttributeClaims.of(definitions(narrow), definitions(narrow))).isEmpty();
    var wide = "{'name': 'a', 'type': 'integer', 'min': -1, 'max': 9.5, 'default': 1}";
    assertThat(AttributeClaims.of(definitions(narrow), definitions(wide))).isEmpty();
    var pattern = "{'name': 'a', 'type': 'text', 'pattern': 'x'}";
    var none = "{'name': 'a', 'type': 'text'}";
    assertThat(AttributeClaims.of(definitions(pattern), definitions(none))).isEmpty();
    var options = "{'name': 'a', 'type': 'enum', 'options': ['x', 'y']}";
    var more = "{'name': 'a', 'type': 'enum', 'options': ['z', 'y', 'x']}";
    assertThat(AttributeClaims.of(definitions(options), definitions(more))).isEmpty();
    // the same bounds, otherwise written; another order
    var first = "{'name': 'a', 'type': 'number', 'max': 100}";
    var second = "{'name': 'a', 'type': 'number', 'max': 1e2}";
    assertThat(
            AttributeClaims.of(definitions(first + "," + SITE), definitions(SITE + "," + second)))
        .isEmpty();
  }

  @Test
  void breaksByRemovingAnAttributeEvenWhereNoDeviceHasIt() throws JsonProcessingException {
    var two = "{'name': 'floor', 'type': 'integer'}," + SITE;
    assertThat(count(two, "{'name': 'floor', 'type': 'integer'}", "{'site': 'a'}", "{}"))
        .isEqualTo(1);
    assertThat(said(breaking)).containsExactly("/attributes/1 ATTRIBUTE_REMOVED 1");
    assertThat(breaking.getFirst().message()).isEqualTo("`site` is removed; 1 device has a value.");
    assertThat(count(SITE, "", "{}")).isZero();
    assertThat(said(breaking)).containsExactly("/attributes/0 ATTRIBUTE_REMOVED 0");
    assertThat(breaking.getFirst().message()).contains("no device has a value");
  }

  @Test
  void breaksByRequiringWhatHasNoDefault() throws JsonProcessingException {
    assertThat(count(SITE, SITE_REQUIRED, "{'site': 'a'}", "{}", "{}")).isEqualTo(2);
    assertThat(said(breaking)).containsExactly("/attributes/0/required ATTRIBUTE_REQUIRED 2");
    assertThat(breaking.getFirst().message()).contains("2 devices lack it");
    assertThat(count(SITE, SITE + ",{'name': 'n', 'type': 'text', 'required': true}")).isZero();
    assertThat(said(breaking)).containsExactly("/attributes/1/required ATTRIBUTE_REQUIRED 0");
    // whoever left it to the default must give a value now
    assertThat(count(SITE_PRESET, SITE_REQUIRED, "{}")).isEqualTo(1);
    assertThat(said(breaking)).containsExactly("/attributes/0/required ATTRIBUTE_REQUIRED 1");
    count(SITE_REQUIRED, SITE_PRESET, "{}");
    assertThat(breaking).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void warnsOfRequiringWhatHasADefault() throws JsonProcessingException {
    assertThat(count(SITE, SITE_PRESET, "{'site': 'a'}", "{}")).isZero();
    assertThat(breaking).isEmpty();
    assertThat(said(warnings)).containsExactly("/attributes/0/required ATTRIBUTE_REQUIRED 1");
  }

  @Test
  void breaksByAnotherTypeAndCountsWhatDoesNotFitIt() throws JsonProcessingException {
    var number = "{'name': 'site', 'type': 'integer', 'max': 5}";
    assertThat(count("{'name': 'site', 'type': 'number'}", number, "{'site': 1}", "{'site': 6}"))
        .isEqualTo(1);
    assertThat(said(breaking)).containsExactly("/attributes/0/type ATTRIBUTE_TYPE_CHANGED 1");
    assertThat(breaking.getFirst().message()).contains("was number and becomes integer");
    count(SITE, "{'name': 'site', 'type': 'url'}");
    assertThat(said(breaking)).containsExactly("/attributes/0/type ATTRIBUTE_TYPE_CHANGED 0");
  }

  @Test
  void breaksByNarrowingOnlyWhereADeviceDoesNotFit() throws JsonProcessingException {
    var max = "{'name': 'site', 'type': 'text', 'max': 2}";
    assertThat(count(SITE, max, "{'site': 'abc'}", "{'site': 'ab'}")).isEqualTo(1);
    assertThat(said(breaking)).containsExactly("/attributes/0/max ATTRIBUTE_NARROWED 1");
    assertThat(count(SITE, max, "{'site': 'ab'}", "{}")).isZero();
    assertThat(breaking).isEmpty();
    assertThat(said(warnings)).containsExactly("/attributes/0/max ATTRIBUTE_NARROWED 0");
    count(max, "{'name': 'site', 'type': 'text', 'min': 1, 'pattern': '^a'}", "{'site': 'b'}");
    assertThat(said(breaking)).containsExactly("/attributes/0 ATTRIBUTE_NARROWED 1");
    assertThat(breaking.getFirst().message()).contains("(min, pattern)");
    count(
        "{'name': 'o', 'type': 'enum', 'options': ['x', 'y']}",
        "{'name': 'o', 'type': 'enum', 'options': ['y', 'z']}",
        "{'o': 'x'}");
    assertThat(said(breaking)).containsExactly("/attributes/0/options ATTRIBUTE_NARROWED 1");
  }

  @Test
  void closesATypeThatTookAnything() throws JsonProcessingException {
    assertThat(
            count(
                "",
                "{'name': '100%s', 'type': 'integer'}",
                "{'100%s': 1}",
                "{'100%s': 'x'}",
                "{'b': 1}",
                "{'100%s': 'x', 'b': 1}"))
        .as("each device once")
        .isEqualTo(3);
    assertThat(said(breaking))
        .containsExactly("/attributes ATTRIBUTES_CLOSED 2", "/attributes/0 ATTRIBUTE_NARROWED 2");
    assertThat(breaking.getLast().message()).startsWith("`100%s` was free");
    assertThat(count("", SITE, "{'site': 'a'}")).isZero();
    assertThat(breaking).isEmpty();
    assertThat(said(warnings)).containsExactly("/attributes ATTRIBUTES_CLOSED 0");
  }

  @Test
  void saysNothingOfANewAttributeThatNoDeviceMinds() throws JsonProcessingException {
    count(SITE, SITE + ",{'name': 'n', 'type': 'integer'}", "{'site': 'a'}");
    assertThat(breaking).isEmpty();
    assertThat(warnings).isEmpty();
    // left from before the attribute was removed by force
    count(SITE, SITE + ",{'name': 'n', 'type': 'integer'}", "{'n': 'a'}");
    assertThat(said(breaking)).containsExactly("/attributes/1 ATTRIBUTE_NARROWED 1");
  }

  @Test
  void leavesOutWhatMakesNoDifference() throws JsonProcessingException {
    var before = definitions(SITE + ",{'name': 'n', 'type': 'integer'}");
    var after = definitions(SITE);
    assertThat(AttributeClaims.unconcerned(AttributeClaims.of(before, after), before, after))
        .containsExactly("site");
  }
}
