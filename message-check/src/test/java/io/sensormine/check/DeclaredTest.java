package io.sensormine.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeclaredTest {
  private static Declared declared(String definition) {
    return Declared.by(Json.json(definition));
  }

  @Test
  void countsWhatReferencesAndAllOfDeclare() {
    var declared =
        declared(
            """
            {"type": "object", "$ref": "#base", "properties": {"own": true},
             "allOf": [{"$ref": "#/$defs/more", "properties": {"all": {}}}, true],
             "$defs": {"base": {"$anchor": "base", "properties": {"based": {"type": "number"}}},
                       "more": {"allOf": [{"properties": {"deep": {"x-time": true}}}]}}}
            """);
    assertThat(declared.properties()).containsExactlyInAnyOrder("own", "based", "all", "deep");
    assertThat(declared.property("deep").isMarked("x-time")).isTrue();
    assertThat(declared.property("own").isMarked("x-time")).isFalse();
    assertThat(declared.property("none").properties()).isEmpty();
  }

  @Test
  void gathersAPropertyFromAllWhoDeclareIt() {
    var declared =
        declared(
            """
            {"properties": {"head": {"$ref": "#/$defs/head"}},
             "allOf": [{"properties": {"head": {"properties": {"at": {"x-time": true}}}}}],
             "$defs": {"head": {"properties": {"id": {}, "at": {}}}}}
            """);
    assertThat(declared.property("head").properties()).containsExactly("id", "at");
    assertThat(declared.property("head").property("at").isMarked("x-time")).isTrue();
  }

  @Test
  void leavesOutWhatHoldsUnderAConditionOnly() {
    var declared =
        declared(
            """
            {"anyOf": [{"properties": {"a": {}}}], "if": {"properties": {"b": {}}},
             "then": {"properties": {"c": {}}}, "dependentSchemas": {"x": {"properties": {"d": {}}}},
             "not": {"properties": {"e": {}}}}
            """);
    assertThat(declared.properties()).isEmpty();
  }
}
