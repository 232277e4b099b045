package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Messages of a device whose schema refers to other schema versions. */
class ReferredSchemaIT {
  private static final String TELEMETRY = "/api/v1/telemetry";
  private static final String DEFINITION =
      """
      {'type': 'object', '$ref': 'sensormine:schema/base/1',
       'properties': {'temp': {'$ref': 'sensormine:schema/units/3#/$defs/celsius'}}}
      """;
  private static final String BUNDLE =
      """
      {'type': 'object', '$ref': '#/$defs/sensormine:schema~1base~11',
       'properties': {'temp': {'$ref': '#/$defs/sensormine:schema~1units~13/$defs/celsius'}},
       '$defs': {
         'sensormine:schema/units/3': {'type': 'object',
           '$defs': {'celsius': {'type': 'number', 'maximum': 100},
                     'clock': {'type': 'string', 'x-time': true}}},
         'sensormine:schema/base/1': {'type': 'object', 'required': ['head'],
           'allOf': [{'properties': {'ts': {'type': 'integer'}}}],
           'properties': {'head': {'type': 'object', 'properties': {
             'at': {'$ref': '#/$defs/sensormine:schema~1units~13/$defs/clock'}}}}}}}
      """;

  @AutoClose private static final Ingestion ingestion = Ingestion.start(Map.of());

  @Test
  void areHeldToTheDefinitionWithAllThatItRefersToInside() {
    var tenant = UUID.randomUUID();
    var schema = UUID.randomUUID();
    ingestion.registry().version(tenant, schema, 1, VersionStatus.ACTIVE, DEFINITION, BUNDLE);
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var device = ingestion.deviceApi().device(tenant, "d", type);
    var http = ingestion.device(tenant, device);

    // `ts` is a field, because the schema declares it; the time is where it is marked
    http.post(TELEMETRY, "{'head': {'at': '2026-01-01T00:00:00Z'}, 'ts': 7, 'temp': 21.5}")
        .expect(200);
    assertThat(ingestion.fields(device.id())).containsExactly("{\"ts\": 7, \"temp\": 21.5}");
    assertThat(
            ingestion.query(
                "SELECT extract(epoch FROM time)::bigint FROM telemetry.telemetry WHERE device_id = '%s'"
                    .formatted(device.id())))
        .containsExactly("1767225600");

    var hot =
        http.post(TELEMETRY, "{'head': {'at': '2026-01-01T00:00:01Z'}, 'temp': 101}").expect(422);
    assertThat(hot.body().at("/errors/0/code").asText()).isEqualTo("schema-violation");
    assertThat(hot.body().at("/errors/0/path").asText()).isEqualTo("/temp");
    var dotted =
        http.post(TELEMETRY, "{'head': {'at': '2026-01-01T00:00:02Z'}, 'temp': 21, 'head.at': 'x'}")
            .expect(422);
    assertThat(dotted.body().at("/errors/0/code").asText()).isEqualTo("schema-violation");
    assertThat(dotted.body().at("/errors/0/path").asText()).isEqualTo("/head.at");
    var headless = http.post(TELEMETRY, "{'temp': 21}").expect(422);
    assertThat(headless.body().at("/errors/0/path").asText()).isEqualTo("/head");
  }
}
