package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void isTheSha256OfTheCanonicalForm() {
    // printf '%s' '{"a":[1000,"é"],"b":true}' | sha256sum
    assertThat(Fingerprint.of(json("{'b': true, 'a': [1e3, '\\u00e9']}")))
        .isEqualTo("e8bf43ea0365be2610dedaf3b72842de88f678ea99bd5f3f0bc8cf823352fe6c");
  }

  @Test
  void isEqualHoweverADefinitionIsWritten() {
    assertThat(Fingerprint.of(json("{'type':'object','maxProperties':10}")))
        .isEqualTo(Fingerprint.of(json("{ 'maxProperties': 10.0, 'type': 'obj\\u0065ct' }")))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void differsWhereADefinitionDoes() {
    assertThat(Fingerprint.of(json("{'type': 'object', 'required': ['a', 'b']}")))
        .isNotEqualTo(Fingerprint.of(json("{'type': 'object', 'required': ['b', 'a']}")));
  }
}
