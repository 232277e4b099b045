package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sensormine.contracts.registry.Field;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.contracts.registry.MetricKind;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldCatalogueTest {
  private static List<Field> fields(String definition) {
    var json = json(definition);
    return FieldCatalogue.of(new Document(json), json, 100);
  }

  private static List<String> paths(String definition) {
    return fields(definition).stream().map(field -> field.path() + " " + field.type()).toList();
  }

  @Test
  void tellsAllThatAFieldDeclares() {
    assertThat(
            fields(
                """
                {'type': 'object', 'properties': {'temp': {'type': 'number', 'unit': 'Cel',
                  'x-metric-kind': 'gauge', 'title': 'Temperature', 'description': 'of the air',
                  'minimum': -40, 'maximum': 85.5}}}
                """))
        .containsExactly(
            new Field(
                "temp",
                FieldType.NUMBER,
                "Cel",
                MetricKind.GAUGE,
                "Temperature",
                "of the air",
                new BigDecimal("-40"),
                new BigDecimal("85.5"),
                null,
                null));
  }

  @Test
  void isInOrderOfPathAndFollowsNestedObjects() {
    assertThat(
            paths(
                """
                {'type': 'object', 'properties': {
                  'z': {'type': 'boolean'},
                  'gps': {'type': 'object', 'properties': {
                    'lon': {'type': 'number'}, 'lat': {'type': 'number'},
                    'fix': {'properties': {'mode': {'type': 'string'}}}}},
                  'a': {'type': 'integer'}}}
                """))
        .containsExactly(
            "a INTEGER", "gps.fix.mode STRING", "gps.lat NUMBER", "gps.lon NUMBER", "z BOOLEAN");
  }

  @Test
  void takesTheItemsOfTuplesAndBoundedArrays() {
    assertThat(
            paths(
                """
                {'type': 'object', 'properties': {
                  'axis': {'type': 'array', 'prefixItems': [{'type': 'number'}, {'type': 'string'}]},
                  'few': {'type': 'array', 'items': {'type': 'integer'}, 'maxItems': 2},
                  'many': {'type': 'array', 'items': {'type': 'integer'}}}}
                """))
        .containsExactly("axis.0 NUMBER", "axis.1 STRING", "few.0 INTEGER", "few.1 INTEGER");
  }

  @Test
  void readsThroughReferencesAndAllOf() {
    assertThat(
            fields(
                """
                {'type': 'object',
                 'allOf': [{'properties': {'battery': {'$ref': '#/$defs/percent', 'title': 'B'}}}],
                 'properties': {'level': {'$ref': '#percent'}},
                 '$defs': {'percent': {'$anchor': 'percent', 'type': 'number', 'unit': '%', 'title': 'P'}}}
                """))
        .extracting(Field::path, Field::unit, Field::title)
        .containsExactly(tuple("battery", "%", "B"), tuple("level", "%", "P"));
  }

  @Test
  void tellsTheTypeOfOptionsAndOfWhatMayBeNull() {
    assertThat(
            paths(
                """
                {'type': 'object', 'properties': {
                  'a': {'enum': ['on', 'off', null]}, 'b': {'const': 1.0}, 'c': {'enum': [1, 2.5]},
                  'd': {'type': ['null', 'boolean']}, 'e': {'type': ['integer', 'number']}}}
                """))
        .containsExactly("a STRING", "b INTEGER", "c NUMBER", "d BOOLEAN", "e NUMBER");
    assertThat(fields("{'type': 'object', 'properties': {'a': {'enum': ['on', 'off']}}}"))
        .first()
        .extracting(Field::options)
        .isEqualTo(List.of(json("'on'"), json("'off'")));
  }

  @Test
  void leavesOutWhatHasNoOneScalarType() {
    assertThat(
            paths(
                """
                {'type': 'object', 'properties': {
                  'any': {}, 'never': false, 'both': {'type': ['string', 'number']},
                  'mixed': {'enum': ['a', 1]}, 'map': {'type': 'object'}, 'nil': {'type': 'null'}},
                 'anyOf': [{'properties': {'perhaps': {'type': 'number'}}}]}
                """))
        .isEmpty();
  }

  @Test
  void stopsOnePastTheLimit() {
    var properties = new StringBuilder("'p0': {'type': 'number'}");
    for (int i = 1; i < 200; i++) {
      properties.append(", 'p").append(i).append("': {'type': 'number'}");
    }
    assertThat(fields("{'type': 'object', 'properties': {%s}}".formatted(properties))).hasSize(101);
  }
}
