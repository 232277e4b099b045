package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static io.sensormine.registry.definition.RegisteredSchemas.POINT;
import static io.sensormine.registry.definition.RegisteredSchemas.admits;
import static io.sensormine.registry.definition.RegisteredSchemas.object;
import static io.sensormine.registry.definition.RegisteredSchemas.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.check.PercentEncoding;
import io.sensormine.contracts.registry.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a definition means that refers to other schema versions. */
class BundlingTest {
  private final RegisteredSchemas schemas = new RegisteredSchemas();

  private static List<String> keys(Definition definition) {
    return definition.selfContained().path("$defs").properties().stream()
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void leavesADefinitionWithoutReferencesAsItIs() {
    var definition = schemas.accepted(POINT);
    assertThat(definition.bundle()).isNull();
    assertThat(definition.selfContained()).isEqualTo(json(POINT));
  }

  @Test
  void embedsWhatIsReferredToUnderItsUri() {
    schemas.register("point", 1, POINT);
    var sent = reference("sensormine:schema/point/1");
    var definition = schemas.accepted(sent);
    assertThat(definition.json()).isEqualTo(json(sent));
    assertThat(definition.fingerprint()).isEqualTo(Fingerprint.of(json(sent)));
    assertThat(definition.bundle())
        .isEqualTo(
            json(
                """
                {'type': 'object', 'properties': {'p': {'$ref': '#/$defs/sensormine:schema~1point~11'}},
                 '$defs': {'sensormine:schema/point/1': {'type': 'object', 'required': ['x'],
                   'properties': {'x': {'$ref': '#/$defs/sensormine:schema~1point~11/$defs/metres'},
                                  'y': {'$ref': '#/$defs/sensormine:schema~1point~11/$defs/metres'}},
                   '$defs': {'metres': {'type': 'number', 'unit': 'm', 'maximum': 9}}}}}
                """));
    assertThat(definition.fields())
        .extracting(Field::path, Field::unit)
        .hasToString("[(\"p.x\", \"m\"), (\"p.y\", \"m\")]");
    assertThat(admits(definition, "{'p': {'x': 1, 'y': 9}}")).isTrue();
    assertThat(admits(definition, "{'p': {'y': 1}}")).isFalse();
    assertThat(admits(definition, "{'p': {'x': 1, 'y': 10}}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/$defs/metres", "#metres", "#/properties/y", "#/%24defs/metres"})
  void leadsToASubschemaByPointerOrAnchor(String fragment) {
    schemas.register("point", 1, POINT);
    var definition = schemas.accepted(reference("sensormine:schema/point/1" + fragment));
    assertThat(definition.fields()).extracting(Field::path).containsExactly("p");
    assertThat(admits(definition, "{'p': 9}")).isTrue();
    assertThat(admits(definition, "{'p': 10}")).isFalse();
  }

  @Test
  void embedsWhatTheEmbeddedRefersToOnce() {
    schemas.register("point", 1, POINT);
    schemas.register("line", 2, object("'to': {'$ref': 'sensormine:schema/point/1'}"));
    var definition =
        schemas.accepted(
            object(
                """
                'a': {'$ref': 'sensormine:schema/line/2'}, 'b': {'$ref': 'sensormine:schema/point/1'},
                'c': {'$ref': 'sensormine:schema/point/1#metres'}
                """));
    assertThat(keys(definition))
        .containsExactly("sensormine:schema/point/1", "sensormine:schema/line/2");
    assertThat(definition.fields())
        .extracting(Field::path)
        .containsExactly("a.to.x", "a.to.y", "b.x", "b.y", "c");
    assertThat(admits(definition, "{'a': {'to': {'x': 1}}, 'b': {'x': 2}, 'c': 3}")).isTrue();
    assertThat(admits(definition, "{'a': {'to': {}}}")).isFalse();
    assertThat(admits(definition, "{'a': {'to': {'x': 10}}}")).isFalse();
    assertThat(admits(definition, "{'c': 10}")).isFalse();
  }

  @Test
  void keepsItsOwnDefinitionsApartFromThoseOfTheSameName() {
    schemas.register("point", 1, POINT);
    var definition =
        schemas.accepted(
            """
            {'type': 'object', '$defs': {'metres': {'$anchor': 'metres', 'type': 'string'}},
             'properties': {'p': {'$ref': 'sensormine:schema/point/1'}, 'own': {'$ref': '#metres'}}}
            """);
    assertThat(keys(definition)).containsExactly("metres", "sensormine:schema/point/1");
    assertThat(admits(definition, "{'p': {'x': 1}, 'own': 'far'}")).isTrue();
    assertThat(admits(definition, "{'p': {'x': 'far'}, 'own': 'far'}")).isFalse();
    assertThat(admits(definition, "{'own': 1}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "air quality, air%20quality",
    "a/b, a/b",
    "a/b, a%2Fb",
    "a%20b, a%2520b",
    "plain, %70lain",
    "é~ü, %C3%A9~%C3%BC",
    "1+1=2, 1+1=2",
    "a;2, a;2"
  })
  void decodesTheNameAndSpellsItsUriInOneWay(String name, String written) {
    schemas.register(
        name,
        12,
        object("'x': {'$ref': '#/$defs/a%20b'}")
            .replace("}}}", "}}, '$defs': {'a b': {'type': 'integer'}}}"));
    var definition = schemas.accepted(reference("sensormine:schema/" + written + "/12"));
    schemas.register("outer", 1, definition.json().toString());
    for (var each :
        List.of(
            definition, schemas.accepted(reference("sensormine:schema/outer/1#/properties/p")))) {
      assertThat(keys(each))
          .first()
          .isEqualTo("sensormine:schema/" + PercentEncoding.encode(name, "") + "/12");
      assertThat(admits(each, "{'p': {'x': 1}}")).isTrue();
      assertThat(admits(each, "{'p': {'x': 1.5}}")).isFalse();
    }
  }

  @Test
  void tellsApartTwoSchemasThatHadANameOneAfterTheOther() {
    schemas.register("unit", 1, object("'v': {'type': 'number'}"));
    schemas.register("inner", 1, reference("sensormine:schema/unit/1"));
    schemas.register("outer", 1, reference("sensormine:schema/inner/1"));
    schemas.register("unit", 1, object("'v': {'type': 'string'}"));
    var sent =
        object(
            """
            'new': {'$ref': 'sensormine:schema/unit/1'}, 'old': {'$ref': 'sensormine:schema/outer/1'}
            """);
    schemas.register("both", 1, sent);
    for (var definition :
        List.of(
            schemas.accepted(sent),
            schemas.accepted("{'type': 'object', '$ref': 'sensormine:schema/both/1'}"),
            schemas.accepted(
                """
                {'type': 'object', 'allOf': [{'$ref': 'sensormine:schema/unit/1'},
                  {'$ref': 'sensormine:schema/inner/1'}, {'$ref': 'sensormine:schema/both/1'}]}
                """))) {
      assertThat(keys(definition))
          .contains("sensormine:schema/unit/1", "sensormine:schema/unit/1;2")
          .doesNotHaveDuplicates();
      assertThat(admits(definition, "{'new': {'v': 'x'}, 'old': {'p': {'p': {'v': 1}}}}")).isTrue();
      assertThat(admits(definition, "{'new': {'v': 1}}")).isFalse();
      assertThat(admits(definition, "{'old': {'p': {'p': {'v': 'x'}}}}")).isFalse();
    }
  }

  @Test
  void takesNoFormerPathFromWhatItRefersTo() {
    schemas.register("unit", 2, object("'v': {'type': 'number', 'x-renamed-from': 'old'}"));
    var definition =
        schemas.accepted(
            object(
                """
                'p': {'$ref': 'sensormine:schema/unit/2'},
                'q': {'type': 'number', 'x-renamed-from': 'own'}
                """));
    assertThat(definition.fields())
        .extracting(Field::path, Field::renamedFrom)
        .hasToString("[(\"p.v\", null), (\"q\", \"own\")]");
    assertThat(definition.renames()).containsOnlyKeys("own");
  }

  @Test
  void readsAReferenceWhereverASchemaMayStandAndNowhereElse() {
    schemas.register("point", 1, POINT);
    var definition =
        schemas.accepted(
            """
            {'type': 'object', 'if': {'required': ['p']}, 'then': {'$ref': 'sensormine:schema/point/1'},
             'dependentSchemas': {'q': {'$ref': 'sensormine:schema/point/1'}}, 'dependentRequired': {'r': ['s']},
             'examples': [{'$ref': 'sensormine:schema/none/1'}],
             'default': {'properties': {'a': {'$ref': 'sensormine:schema/none/1'}}}}
            """);
    assertThat(admits(definition, "{'p': 1}")).isFalse();
    assertThat(admits(definition, "{'p': 1, 'x': 1}")).isTrue();
    assertThat(admits(definition, "{'q': 1}")).isFalse();
    assertThat(definition.selfContained().at("/examples/0/$ref").asText())
        .isEqualTo("sensormine:schema/none/1");
  }
}
