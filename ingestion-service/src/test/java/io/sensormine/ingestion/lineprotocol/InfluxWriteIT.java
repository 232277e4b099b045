package io.sensormine.ingestion.lineprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What writes to InfluxDB 2 writes to us: line protocol, its credentials and its errors. */
class InfluxWriteIT {
  private static final String WRITE = "/api/v2/write?org=any&bucket=telegraf&precision=s";

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(Map.of("SENSORMINE_INGESTION_LIMITS_MAX_MESSAGES", "1000"));

  private final UUID tenant = UUID.randomUUID();

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  private Http gateway() {
    return ingestion
        .service()
        .anonymous()
        .with("Authorization", "Token " + ingestion.deviceApi().credential(tenant, null));
  }

  private static Answer write(Http http, String path, String lines) {
    return http.send(
        "POST", path, lines.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
  }

  private static void refused(Answer answer, int status, String code) {
    answer.expect(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
    assertThat(answer.body().path("message").asText()).isNotBlank();
    assertThat(answer.body().size()).isEqualTo(2);
  }

  @Test
  void storesWhatTelegrafSendsUnchanged() throws IOException {
    var pump = device("pump");
    var fan = device("fan");
    var lines =
        """
        cpu,cpu=cpu-total,device=pump,host=a usage_idle=98.5,usage_user=1i 1700000000
        mem,device=pump,host=a free=123u,ok=true 1700000000
        cpu,device=fan usage_idle=97 1700000000
        # a comment
        cpu,device=fan usage_idle=96,name="fan\\"s" 1700000010
        """;
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    var answer =
        gateway()
            .with("Content-Encoding", "gzip")
            .with("User-Agent", "Telegraf/1.34.0")
            .send("POST", WRITE, zipped.toByteArray(), "text/plain; charset=utf-8")
            .expect(204);
    assertThat(answer.text()).isEmpty();
    assertThat(ingestion.fields(pump.id()))
        .containsExactly("{\"ok\": true, \"free\": 123, \"usage_idle\": 98.5, \"usage_user\": 1}");
    assertThat(ingestion.fields(fan.id()))
        .containsExactly(
            "{\"usage_idle\": 97.0}", "{\"name\": \"fan\\\"s\", \"usage_idle\": 96.0}");
    write(gateway(), WRITE, lines).expect(204);
    assertThat(ingestion.fields(fan.id())).hasSize(2);
  }

  @Test
  void keepsBadLinesAsTheyCame() {
    device("pump");
    write(gateway(), WRITE, "m,device=pump a=1 1700000000\n m,device=pump a=x 1 \n").expect(400);
    assertThat(
            ingestion.query(
                ("SELECT concat_ws(' ', protocol, convert_from(payload, 'UTF8'))"
                        + " FROM telemetry.rejected_messages WHERE tenant_id = '%s'")
                    .formatted(tenant)))
        .containsExactly("LINE_PROTOCOL m,device=pump a=x 1 ");
  }

  @Test
  void takesTheArrivalForLinesWithoutATimeAsOneMessage() {
    var pump = device("pump");
    write(gateway(), WRITE, "m,device=pump a=1\nn,device=pump b=2").expect(204);
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"a\": 1.0, \"b\": 2.0}");
  }

  @Test
  void storesTheGoodPointsAndTellsTheBadOnes() {
    var pump = device("pump");
    var answer =
        write(
            gateway(),
            WRITE,
            "m,device=pump a=1 1700000000\nm,device=pump a=oops 1700000001\nm,device=nobody a=1 1700000002\n");
    refused(answer, 400, "invalid");
    assertThat(answer.body().path("message").asText())
        .startsWith("partial write: 2 of 3 points refused: line 2: malformed-json: ")
        .contains("; line 3: unknown-device");
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"a\": 1.0}");
    refused(write(gateway(), WRITE, "nonsense"), 400, "invalid");
    refused(write(gateway(), WRITE, "m a=1 1700000000"), 400, "invalid");
  }

  @Test
  void makesFieldsOfTagsAndTheMeasurementWhereTheSchemaDeclaresThem() {
    var schema = UUID.randomUUID();
    ingestion
        .registry()
        .version(
            tenant,
            schema,
            1,
            VersionStatus.ACTIVE,
            """
            {'type': 'object', 'additionalProperties': false, 'required': ['line', 'air'],
             'properties': {'measurement': {'type': 'string'}, 'line': {'type': 'integer'},
                            'air': {'type': 'object', 'properties': {'temp': {'type': 'number'}}}}}
            """);
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var pump = ingestion.deviceApi().device(tenant, "pump", type);
    write(gateway(), WRITE, "weather,device=pump,host=x,line=7 air.temp=1.5 1700000000")
        .expect(204);
    assertThat(ingestion.fields(pump.id()))
        .containsExactly("{\"line\": 7, \"air.temp\": 1.5, \"measurement\": \"weather\"}");
    var answer = write(gateway(), WRITE, "weather,device=pump,line=x air.temp=1.5 1700000001");
    refused(answer, 400, "invalid");
    assertThat(answer.body().path("message").asText()).contains("schema-violation at /fields/line");
  }

  @Test
  void refusesPointsThatAreLargerThanAMessageMayBe() {
    var pump = device("pump");
    var text = "x".repeat(2 << 20);
    var many = IntStream.range(0, 2_000).mapToObj("f%d=1"::formatted).toList();
    var answer =
        write(
            gateway(),
            WRITE,
            "m,device=pump t=\"%s\" 1700000000\n".formatted(text)
                + "m,device=pump %s 1700000001\n".formatted(String.join(",", many))
                + many.stream()
                    .map("m,device=pump %s 1700000002\n"::formatted)
                    .collect(Collectors.joining())
                + "m,device=pump a=1 1700000003\n");
    refused(answer, 400, "invalid");
    assertThat(answer.body().path("message").asText())
        .startsWith("partial write: 3 of 4 points refused: line 1: too-large: ")
        .contains("; line 2: too-many-fields: ")
        .contains("; line 3: too-large: ");
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"a\": 1.0}");
  }

  @Test
  void takesMoreLinesThanGoIntoOneTransaction() {
    var pump = device("pump");
    var lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> "m,device=pump a=%d %d".formatted(i, 1_700_000_000 + i))
            .collect(Collectors.joining("\n"));
    write(gateway(), WRITE, lines).expect(204);
    assertThat(ingestion.fields(pump.id())).hasSize(2_500);
  }

  @Test
  void takesTheCredentialByEitherScheme() {
    device("pump");
    var line = "m,device=pump a=1 1700000000";
    write(ingestion.gateway(tenant), WRITE, line).expect(204);
    var credential = ingestion.deviceApi().credential(tenant, null);
    write(ingestion.service().anonymous().with("Authorization", "token " + credential), WRITE, line)
        .expect(204);
    ingestion
        .service()
        .anonymous()
        .with("Authorization", "Token " + credential)
        .post("/api/v1/gateway/telemetry", "[]")
        .expect(401);
  }

  @Test
  void refusesInInfluxDbsOwnWords() {
    var pump = device("pump");
    var line = "m,device=pump a=1 1700000000";
    refused(write(ingestion.service().anonymous(), WRITE, line), 401, "unauthorized");
    var wrong = ingestion.service().anonymous().with("Authorization", "Token smd_wrong");
    refused(write(wrong, WRITE, line), 401, "unauthorized");
    refused(write(ingestion.device(tenant, pump), WRITE, line), 403, "forbidden");
    var analyst = ingestion.service().http(ingestion.identity().token(tenant, Roles.ANALYST));
    refused(write(analyst, WRITE, line), 403, "forbidden");
    refused(write(gateway(), "/api/v2/write?precision=h", line), 400, "invalid");
    refused(write(gateway(), "/api/v2/write?presicion=s", line), 400, "invalid");
    refused(write(gateway(), WRITE, "#".repeat(11 << 20)), 413, "request too large");
    refused(
        write(gateway().with("Content-Encoding", "br"), WRITE, line),
        415,
        "unsupported media type");
    refused(gateway().get("/api/v2/write"), 405, "method not allowed");
    refused(gateway().get("/api/v2/query"), 404, "not found");
    assertThat(ingestion.fields(pump.id())).isEmpty();
  }

  @Test
  void takesAnyContentTypeAndAnEmptyBody() {
    device("pump");
    for (var type :
        new String[] {"application/octet-stream", "application/x-www-form-urlencoded", null}) {
      gateway()
          .send(
              "POST", WRITE, "m,device=pump a=1 1700000000".getBytes(StandardCharsets.UTF_8), type)
          .expect(204);
    }
    write(gateway(), WRITE, "").expect(204);
  }

  /** A client of InfluxDB that is not ours: Micrometer's. */
  @Test
  void takesWhatARealClientOfInfluxDbWrites() {
    var schema = UUID.randomUUID();
    ingestion
        .registry()
        .version(
            tenant,
            schema,
            1,
            VersionStatus.ACTIVE,
            "{'type': 'object', 'properties': {'room': {'type': 'string'}}}");
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var pump = ingestion.deviceApi().device(tenant, "pump 1,a=b", type);
    var meters = new InfluxMeterRegistry(client(), Clock.SYSTEM);
    meters.gauge("air temp", Tags.of("device", "pump 1,a=b", "room", "a, b=\\c é"), 21.5);
    meters.close();
    assertThat(ingestion.fields(pump.id()))
        .containsExactly("{\"room\": \"a, b=\\\\c é\", \"value\": 21.5}");
  }

  private InfluxConfig client() {
    var settings =
        Map.of(
            "influx.uri", ingestion.service().url(),
            "influx.org", "any",
            "influx.bucket", "any",
            "influx.token", ingestion.deviceApi().credential(tenant, null),
            "influx.step", "1h");
    return settings::get;
  }
}
