package io.sensormine.ingestion.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** History as CSV: a heading, then a message a row. */
class CsvIT {
  private static final String GATEWAY = "/api/v1/gateway/telemetry";

  @AutoClose
  private static final Ingestion ingestion =
      Ingestion.start(Map.of("SENSORMINE_INGESTION_LIMITS_MAX_FIELDS", "10"));

  private final UUID tenant = UUID.randomUUID();

  private DeviceSelection.Item device(String name) {
    return ingestion.deviceApi().device(tenant, name, ingestion.deviceApi().type(tenant));
  }

  private Answer send(String csv) {
    return ingestion
        .gateway(tenant)
        .send("POST", GATEWAY, csv.getBytes(StandardCharsets.UTF_8), "text/csv; charset=utf-8");
  }

  private static void counts(Answer answer, int received, int accepted, int rejected) {
    var body = answer.body();
    assertThat(
            new int[] {
              body.path("received").asInt(),
              body.path("accepted").asInt(),
              body.path("rejected").asInt()
            })
        .as(answer.text())
        .containsExactly(received, accepted, rejected);
  }

  @Test
  void readsCellsByTheirLooksWhereNoSchemaSaysMore() {
    var pump = device("pump");
    var fan = device("fan");
    counts(
        send("""
        \uFEFFdevice,time,temp,on,note,air.humidity,serial
        pump,2026-01-01T00:00:00Z,21.5,true,"a ""b"", c
        d",40,007
        fan,1767225600,-3,false,,,

        pump,1767225600000.5,1e3,,null,,"12"
        """)
            .expect(200),
        3,
        3,
        0);
    assertThat(ingestion.fields(pump.id()))
        .containsExactly(
            "{\"on\": true, \"note\": \"a \\\"b\\\", c\\nd\", \"temp\": 21.5, \"serial\": \"007\","
                + " \"air.humidity\": 40}",
            "{\"note\": \"null\", \"temp\": 1000.0, \"serial\": 12}");
    assertThat(ingestion.fields(fan.id())).containsExactly("{\"on\": false, \"temp\": -3}");
  }

  @Test
  void takesGzipOfSeveralMembersAndTellsWhereItBreaksOff() throws IOException {
    var pump = device("pump");
    var first = gzip("device,time,t\npump,2026-01-01T00:00:00Z,1\npump,2026-01-01T0");
    var second = gzip("0:00:01Z,2\n");
    var http = ingestion.gateway(tenant).with("Content-Encoding", "gzip");
    var whole = ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    counts(http.send("POST", GATEWAY, whole, "text/csv").expect(200), 2, 2, 0);
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"t\": 1}", "{\"t\": 2}");
    var broken = Arrays.copyOf(whole, whole.length - 10);
    assertThat(http.send("POST", GATEWAY, broken, "text/csv").expect(400).problem())
        .isEqualTo("malformed-request");
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void readsCellsAsTheTypesThatTheSchemaDeclares() {
    var schema = UUID.randomUUID();
    ingestion
        .registry()
        .version(
            tenant,
            schema,
            1,
            VersionStatus.ACTIVE,
            """
            {'type': 'object', 'additionalProperties': false,
             'properties': {'serial': {'type': 'string'}, 'flag': {'type': 'string'},
                            'air': {'type': 'object', 'properties': {'temp': {'type': 'number'}}}}}
            """);
    var type = ingestion.deviceApi().type(tenant, UUID.randomUUID(), schema, null);
    var pump = ingestion.deviceApi().device(tenant, "pump", type);
    var answer =
        send("""
        time,air.temp,serial,flag,device
        1700000000,21.5,12,true,pump
        1700000001,warm,12,true,pump
        """)
            .expect(200);
    counts(answer, 2, 1, 1);
    assertThat(ingestion.fields(pump.id()))
        .containsExactly("{\"flag\": \"true\", \"serial\": \"12\", \"air.temp\": 21.5}");
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("schema-violation");
    assertThat(answer.body().at("/errors/0/index").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo("/1/fields/air/temp");
  }

  @Test
  void tellsBadRowsAndKeepsEachWithItsHeading() {
    var pump = device("pump");
    var answer =
        send("""
        device,time,t
        pump,1700000000,1,2
        pump,yesterday,1
        nobody,1700000000,1
        ,1700000000,1

        pump,1700000001,1
        """)
            .expect(200);
    counts(answer, 5, 1, 4);
    assertThat(answer.body().findValuesAsText("code"))
        .containsExactly("malformed-json", "time-invalid", "unknown-device", "unknown-device");
    assertThat(answer.body().findValuesAsText("index")).containsExactly("0", "1", "2", "3");
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"t\": 1}");
    assertThat(
            ingestion.query(
                "SELECT convert_from(payload, 'UTF8') FROM telemetry.rejected_messages"
                    + " WHERE tenant_id = '%s' ORDER BY id LIMIT 1".formatted(tenant)))
        .containsExactly("device,time,t\npump,1700000000,1,2\n");
  }

  @Test
  void readsOnAfterAQuoteThatIsNotClosed() {
    var pump = device("pump");
    var filler = "pump,1700000000,1\n".repeat(80_000);
    var answer = send("device,time,t\npump,1600000000,\"\n" + filler).expect(200);
    assertThat(answer.body().path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/errors/0/code").asText()).isEqualTo("too-large");
    assertThat(answer.body().path("received").asInt()).isBetween(2, 80_000);
    assertThat(ingestion.fields(pump.id())).containsExactly("{\"t\": 1}");
  }

  @Test
  void refusesAHeadingThatDoesNotNameEachColumnOnce() {
    for (var heading :
        new String[] {
          "device,temp",
          "time,temp",
          "device;time;temp",
          "device,time,a,a",
          "device,time,",
          "device,time,a,b,c,d,e,f,g,h,i,j,k",
          "device,time,\"a\nb\"",
          "device,time," + "n".repeat(257)
        }) {
      assertThat(send(heading + "\npump,1700000000,1\n").expect(422).problem())
          .as("%.40s", heading)
          .isEqualTo("invalid-request");
    }
    counts(send("device,time,t\n").expect(200), 0, 0, 0);
    counts(send("").expect(200), 0, 0, 0);
  }

  @Test
  void storesALongHistory() {
    var pump = device("pump");
    var rows =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "pump,%d,%d".formatted(1_700_000_000 + i, i))
            .collect(Collectors.joining("\r\n", "device,time,t\r\n", ""));
    counts(send(rows).expect(200), 5_000, 5_000, 0);
    assertThat(ingestion.fields(pump.id())).hasSize(5_000);
  }

  @Test
  void isForGatewaysOnly() {
    var http = ingestion.device(tenant, device("pump"));
    var csv = "device,time,t\npump,1,1".getBytes(StandardCharsets.UTF_8);
    http.send("POST", "/api/v1/telemetry", csv, "text/csv").expect(415);
    http.send("POST", GATEWAY, csv, "text/csv").expect(403);
  }
}
