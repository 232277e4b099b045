package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.problem.Violation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionsTest {
  private static final Definitions DEFINITIONS =
      new Definitions(
          new DefinitionLimits(20_000, 20, 500, 50, 30_000, 4),
          (name, version) -> Optional.empty());

  private static List<String> findings(String definition) {
    return switch (DEFINITIONS.check(json(definition))) {
      case Checked.Accepted accepted -> List.of();
      case Checked.Refused refused ->
          refused.violations().stream().map(DefinitionsTest::text).toList();
    };
  }

  private static String text(Violation violation) {
    return violation.code() + " " + violation.path();
  }

  private static String object(String more) {
    return "{'type': 'object', " + more + "}";
  }

  @Test
  void acceptsADefinitionWithItsFingerprintAndFields() {
    var json = json(object("'properties': {'t': {'type': 'number', 'unit': 'Cel'}}"));
    assertThat(DEFINITIONS.check(json))
        .isInstanceOfSatisfying(
            Checked.Accepted.class,
            accepted -> {
              assertThat(accepted.definition().json()).isEqualTo(json);
              assertThat(accepted.definition().fingerprint()).isEqualTo(Fingerprint.of(json));
              assertThat(accepted.definition().fields()).hasSize(1);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'https://a.b/c'",
        "'properties': {'unit': {'type': 'string'}, '$ref': {'type': 'string'}, 'items': {}}",
        "'examples': [{'unit': 'nonsense', 'a.b': 1, '$ref': 'http://x'}]",
        "'default': {'properties': {'a.b': 1}}",
        "'const': {'$ref': 'file:///etc/passwd'}",
        "'unevaluatedProperties': false, 'patternProperties': {'^x.y': {'unit': '%'}}",
        "'properties': {'a~b/c': {'$ref': '#/$defs/d~0e~1f'}}, '$defs': {'d~e/f': true}",
        "'properties': {'a': {'$ref': '#/definitions/x%20y'}}, 'definitions': {'x y': true}",
        "'properties': {'é': {'type': 'number', 'x-time': false, 'x-renamed-from': 'e'}}",
        "'if': {'required': ['a']}, 'then': {'required': ['b']}, 'else': true"
      })
  void accepts(String definition) {
    assertThat(findings(object(definition))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "true                                               | root-type",
        "[]                                                 | root-type",
        "null                                               | root-type",
        "{'type': 'array'}                                  | root-type /type",
        "{'properties': {}}                                 | root-type /type",
        "{'type': ['object']}                               | root-type /type",
        "{'type': 'obj'}                                    | enum /type",
        "{'type': 'object', 'properties': []}               | type /properties",
        "{'type': 'object', 'required': 'a'}                | type /required",
        "{'type': 'object', 'minProperties': -1}            | minimum /minProperties"
      })
  void refusesWhatIsNoSchemaOfAMessage(String definition, String finding) {
    assertThat(findings(definition)).first().asString().isEqualToIgnoringWhitespace(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'properties': {'a.b': {}}                          | property-name /properties/a.b",
        "'properties': {'': {}}                             | property-name /properties/",
        "'anyOf': [{'properties': {'a.b': {}}}] | property-name /anyOf/0/properties/a.b",
        "'properties': {'t': {'unit': 'celsius'}}           | unit /properties/t/unit",
        "'properties': {'t': {'unit': 17}}                  | unit /properties/t/unit",
        "'properties': {'t': {'unit': ''}}                  | unit /properties/t/unit",
        "'$defs': {'t': {'unit': 'm2147483647'}}            | unit /$defs/t/unit",
        "'properties': {'t': {'x-metric-kind': 'Gauge'}} | metric-kind /properties/t/x-metric-kind",
        "'properties': {'t': {'x-time': 'yes'}}             | keyword /properties/t/x-time",
        "'properties': {'t': {'x-renamed-from': 1}}         | keyword /properties/t/x-renamed-from",
        "'$schema': 'http://json-schema.org/draft-07/schema#' | dialect /$schema",
        "'properties': {'t': {'$id': 'x'}}                  | keyword /properties/t/$id",
        "'$dynamicRef': '#x'                                | keyword /$dynamicRef",
        "'dependencies': {'a': ['b']}                        | keyword /dependencies",
        "'notAllowed': ['a']                                 | keyword /notAllowed"
      })
  void refusesWhatOurVocabularyDoesNotAllow(String definition, String finding) {
    assertThat(findings(object(definition))).containsExactly(finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/s.json",
        "file:///etc/passwd",
        "other.json#/a",
        "sensormine:type/a/1",
        ""
      })
  void neverFollowsAReferenceOutOfTheDocument(String reference) {
    assertThat(findings(object("'properties': {'t': {'$ref': '%s'}}".formatted(reference))))
        .containsExactly("reference-remote /properties/t/$ref");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/$defs/none", "#none", "#/properties", "#/properties/t/title"})
  void refusesAReferenceThatLeadsToNoSubschema(String reference) {
    var definition = "'properties': {'t': {'$ref': '%s', 'title': 'x'}}".formatted(reference);
    assertThat(findings(object(definition)))
        .containsExactly("reference-dangling /properties/t/$ref");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'$ref': '#'",
        "'properties': {'t': {'$ref': '#'}}",
        "'properties': {'t': {'$ref': '#/properties/t'}}",
        "'$defs': {'a': {'$ref': '#/$defs/b'}, 'b': {'items': {'$ref': '#/$defs/a'}}}",
        "'$defs': {'tree': {'properties': {'child': {'$ref': '#/$defs/tree'}}}}"
      })
  void refusesReferencesThatRunInACircle(String definition) {
    assertThat(findings(object(definition)))
        .singleElement()
        .asString()
        .startsWith("reference-circular");
  }

  @Test
  void boundsWhatReferencesExpandTo() {
    var laughs = new StringBuilder("'l0': {'type': 'number'}");
    for (int i = 1; i < 12; i++) {
      laughs.append(
          ", 'l%d': {'allOf': [{'$ref': '#/$defs/l%d'}, {'$ref': '#/$defs/l%d'}]}"
              .formatted(i, i - 1, i - 1));
    }
    assertThat(findings(object("'$defs': {%s}".formatted(laughs)))).containsExactly("too-deep ");
    var wide = new StringBuilder("'l0': {'type': 'number'}");
    for (int i = 1; i < 5; i++) {
      var reference = "{'$ref': '#/$defs/l%d'}".formatted(i - 1);
      wide.append(
          ", 'l%d': {'allOf': [%s]}"
              .formatted(i, String.join(",", java.util.Collections.nCopies(8, reference))));
    }
    assertThat(findings(object("'$defs': {%s}".formatted(wide)))).containsExactly("too-complex ");
  }

  @Test
  void boundsSizeDepthAndFields() {
    assertThat(findings(object("'title': '%s'".formatted("x".repeat(20_000)))))
        .containsExactly("too-large ");
    var deep = "{'not': ".repeat(30) + "{}" + "}".repeat(30);
    assertThat(findings(object("'not': " + deep))).containsExactly("too-deep ");
    var fields = new StringBuilder("'p0': {'type': 'number'}");
    for (int i = 1; i < 60; i++) {
      fields.append(", 'p").append(i).append("': {'type': 'number'}");
    }
    assertThat(findings(object("'properties': {%s}".formatted(fields))))
        .containsExactly("too-many-fields ");
  }

  @Test
  void refusesNumbersAndTextsThatCannotBeKept() {
    assertThat(findings(object("'maximum': 1e400")))
        .containsExactly("number-out-of-range /maximum");
    assertThat(findings(object("'maximum': 1e999999999")))
        .containsExactly("number-out-of-range /maximum");
    assertThat(findings(object("'multipleOf': 1e-400")))
        .containsExactly("number-out-of-range /multipleOf");
    assertThat(findings(object("'title': 'a\\u0000'"))).containsExactly("text-not-storable /title");
    assertThat(findings(object("'title': '\\ud800'"))).containsExactly("text-not-storable /title");
    assertThat(findings(object("'properties': {'\\udc00': {}}")))
        .containsExactly("text-not-storable /properties");
  }

  @Test
  void refusesARegularExpressionThatIsNone() {
    assertThat(findings(object("'properties': {'t': {'pattern': '('}}")))
        .containsExactly("format /properties/t/pattern");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'properties': {'t': {'pattern': '(?=a)b'}}         | pattern /properties/t/pattern",
        "'properties': {'t': {'pattern': '(a)\\\\1'}} | pattern /properties/t/pattern",
        "'anyOf': [{'pattern': '(a{100}){100}'}]            | pattern /anyOf/0/pattern",
        "'patternProperties': {'^a/(?!b)': {}} | pattern /patternProperties/^a~1(?!b)"
      })
  void refusesAPatternThatMightHoldAThread(String definition, String finding) {
    assertThat(findings(object(definition))).containsExactly(finding);
  }

  @Test
  void takesAPropertyThatIsCalledPattern() {
    assertThat(findings(object("'properties': {'pattern': {'const': {'pattern': '(?=a)'}}}")))
        .isEmpty();
  }

  @Test
  void namesEachThingThatIsWrongAndNoMoreThanFifty() {
    assertThat(
            findings(object("'properties': {'a': {'unit': 'x'}, 'b.c': {'x-metric-kind': 'sum'}}")))
        .containsExactlyInAnyOrder(
            "unit /properties/a/unit",
            "property-name /properties/b.c",
            "metric-kind /properties/b.c/x-metric-kind");
    var wrong = new StringBuilder("'p0': {'unit': 'x'}");
    for (int i = 1; i < 60; i++) {
      wrong.append(", 'p").append(i).append("': {'unit': 'x'}");
    }
    assertThat(findings(object("'properties': {%s}".formatted(wrong)))).hasSize(50);
  }
}
