package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.RegisteredSchemas.POINT;
import static io.sensormine.registry.definition.RegisteredSchemas.object;
import static io.sensormine.registry.definition.RegisteredSchemas.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not refer to other schema versions, or not so. */
class VersionReferenceTest {
  private final RegisteredSchemas schemas = new RegisteredSchemas();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sensormine:schema/Point/1",
        "sensormine:schema/point/2",
        "sensormine:schema/point/0",
        "sensormine:schema/point/01",
        "sensormine:schema/point/1?x",
        "sensormine:schema/point/99999999999",
        "sensormine:schema/point",
        "sensormine:schema//1",
        "sensormine:schema/",
        "sensormine:schema/a%00b/1",
        "sensormine:schema/point/1#none",
        "sensormine:schema/point/1#/properties",
        "sensormine:schema/point/1#/properties/z",
        "sensormine:schema/line/1#/$defs/sensormine:schema~1point~11"
      })
  void refusesAReferenceToWhatIsNotThere(String reference) {
    schemas.register("point", 1, POINT);
    schemas.register("line", 1, reference("sensormine:schema/point/1"));
    assertThat(schemas.findings(reference(reference)))
        .containsExactly("reference-dangling /properties/p/$ref");
  }

  @Test
  void saysWhatIsMissing() {
    schemas.register("point", 1, POINT);
    assertThat(schemas.violations(reference("sensormine:schema/a%20b/7")))
        .extracting(Violation::message)
        .containsExactly(
            "No living schema called `a b` has a version 7; a version can refer only to versions"
                + " that were there before it.");
    assertThat(schemas.violations(reference("sensormine:schema/point/1#none")))
        .extracting(Violation::message)
        .containsExactly("There is no subschema at `#none` of version 1 of the schema `point`.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sensormine:other/a/1", "SENSORMINE:schema/a/1", "https://a.b/c", "b/1"})
  void refusesEveryOtherAddress(String reference) {
    assertThat(schemas.findings(reference(reference)))
        .containsExactly("reference-remote /properties/p/$ref");
  }

  @Test
  void keepsTheNamesOfWhatItEmbedsToItself() {
    schemas.register("point", 1, POINT);
    assertThat(
            schemas.findings(
                """
                {'type': 'object', '$ref': 'sensormine:schema/point/1',
                 '$defs': {'sensormine:schema/point/1': true}}
                """))
        .containsExactly("reserved-name /$defs/sensormine:schema~1point~11");
    // what is only there once bundled is not there
    assertThat(
            schemas.findings(
                object(
                    """
                    'a': {'$ref': 'sensormine:schema/point/1'},
                    'b': {'$ref': '#/$defs/sensormine:schema~1point~11'}
                    """)))
        .containsExactly("reference-dangling /properties/b/$ref");
  }

  @Test
  void findsACircleThatRunsThroughItsOwnReferences() {
    schemas.register("point", 1, POINT);
    assertThat(
            schemas.findings(
                """
                {'type': 'object', 'properties': {'p': {'$ref': 'sensormine:schema/point/1'}},
                 '$defs': {'a': {'$ref': '#/$defs/a'}}}
                """))
        .containsExactly("reference-circular /$defs/a/$ref");
  }

  @Test
  void boundsWhatItAllComesToAtTheRoot() {
    for (int i = 1; i <= 5; i++) {
      schemas.register(
          "big", i, "{'type': 'object', 'title': '%s'}".formatted(i + "x".repeat(12_000)));
      schemas.register(
          "wide", i, object("'p%d': {'anyOf': [%s true]}".formatted(i, "true, ".repeat(130))));
      schemas.register("rich", i, object(fields(i)));
      schemas.registerAsIs("deep", i, "{'not': ".repeat(17 + i) + "{}" + "}".repeat(17 + i));
    }
    assertThat(schemas.findings(all("big", 2))).isEmpty();
    assertThat(schemas.findings(all("big", 3))).containsExactly("too-large ");
    assertThat(schemas.findings(all("wide", 1))).isEmpty();
    assertThat(schemas.findings(all("wide", 2))).containsExactly("too-complex ");
    assertThat(schemas.findings(all("rich", 2))).isEmpty();
    assertThat(schemas.findings(all("rich", 3))).containsExactly("too-many-fields ");
    assertThat(schemas.findings(reference("sensormine:schema/deep/5")))
        .containsExactly("too-deep ");
    assertThat(schemas.findings(all("big", 5))).containsExactly("too-many-references ");
  }

  private static String all(String name, int versions) {
    var references = new StringBuilder("true");
    for (int i = 1; i <= versions; i++) {
      references.append(", {'$ref': 'sensormine:schema/%s/%d'}".formatted(name, i));
    }
    return "{'type': 'object', 'allOf': [%s]}".formatted(references);
  }

  private static String fields(int prefix) {
    var fields = new StringBuilder("'f%d': {'type': 'number'}".formatted(prefix));
    for (int i = 1; i < 20; i++) {
      fields.append(", 'f%d-%d': {'type': 'number'}".formatted(prefix, i));
    }
    return fields.toString();
  }
}
