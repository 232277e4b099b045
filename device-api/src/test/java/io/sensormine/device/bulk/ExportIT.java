package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportIT {
  private static final String DEVICES = "/api/v1/devices";
  private static final String EXPORT = DEVICES + "/export.csv";
  private static final String HEADER =
      "externalId,name,deviceTypeId,serialNumber,status,tags,latitude,longitude,altitude";
  private static final String TYPE =
      """
      , "attributes": [
        {"name": "text", "type": "text"}, {"name": "number", "type": "number"},
        {"name": "integer", "type": "integer"}, {"name": "on", "type": "boolean"},
        {"name": "date", "type": "date"}, {"name": "kind", "type": "enum", "options": ["1", "true"]}]
      """;
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
  }

  private static String export(Http client, String query) {
    return client.get(EXPORT + query).expect(200).text();
  }

  private static JsonNode load(Http client, String query, String csv) {
    return client
        .send("POST", DEVICES + "/import" + query, csv.getBytes(StandardCharsets.UTF_8), "text/csv")
        .expect(200)
        .body();
  }

  private static UUID type(Http client, String properties) {
    return client
        .post(
            "/api/v1/device-types",
            "{\"name\": \"%s\", \"protocol\": \"HTTP\"%s}".formatted(UUID.randomUUID(), properties))
        .expect(201)
        .id();
  }

  private static void create(Http client, UUID type, String externalId, String properties) {
    client
        .post(
            DEVICES,
            """
            {"externalId": %s, "name": " n ", "deviceTypeId": "%s"%s}
            """
                .formatted(externalId, type, properties))
        .expect(201);
  }

  /** Devices whose every value is one that a careless format would change. */
  private static void nasty(Http client, UUID defined, UUID free) {
    var digits = "0." + "1234567890".repeat(39) + "123456789";
    create(client, free, "\"a,b\"", ", \"attributes\": {\"x\": \"1\", \"y\": \"true\"}");
    create(
        client, free, "\"q\\\"q\"", ", \"attributes\": {\"x\": 1, \"y\": true, \"a,\\\"b\": \"\"}");
    create(
        client, free, "\"007\"", ", \"attributes\": {\"x\": \"007\", \"y\": \"\\\"quoted\\\"\"}");
    create(client, free, "\" lead\"", ", \"attributes\": {\"x\": \" a \", \"y\": \"\\u2028\"}");
    create(
        client,
        free,
        "\"ÄÖ😀\"",
        ", \"tags\": [\"a;b\", \"c\\\\\", \"\\\\;\", \" \\u00e4 \", \"x,y\"]");
    create(
        client,
        free,
        "\"=SUM(A1)\"",
        ", \"serialNumber\": \"+1\", \"tags\": [\"@x\"], \"attributes\": {\"x\": \"-1\", \"y\": -1}");
    create(
        client, free, "\"big\"", ", \"attributes\": {\"x\": %s, \"y\": 1e300}".formatted(digits));
    create(
        client,
        free,
        "\"place\"",
        ", \"location\": {\"latitude\": 1e-7, \"longitude\": -0.0, \"altitude\": 12345.678}");
    create(
        client,
        defined,
        "\"typed\"",
        """
        , "attributes": {"text": "1", "number": 1.50, "integer": 100000000000000000000, "on": false,
          "date": "2026-01-31", "kind": "true"}, "status": "MAINTENANCE"
        """);
    create(
        client,
        defined,
        "\"empty\"",
        ", \"attributes\": {\"text\": \"\"}, \"status\": \"INACTIVE\"");
    create(client, defined, "\"literal\"", ", \"attributes\": {\"text\": \"\\\"\\\"\"}");
  }

  private static void retire(Http client, String externalId) {
    var id = client.get(DEVICES + "/by-external-id/" + externalId).expect(200).id();
    client.delete(DEVICES + "/" + id).expect(204);
  }

  @Test
  void importsAgainUnchanged() {
    nasty(admin, type(admin, TYPE), type(admin, ""));
    retire(admin, "literal");
    var csv = export(admin, "");
    var again = load(admin, "?upsert=true", csv);
    assertThat(again.path("results").findValues("errors")).allMatch(JsonNode::isEmpty);
    assertThat(again.path("updated").asInt()).isEqualTo(11);
    assertThat(again.path("unchanged").asInt()).isEqualTo(11);
    assertThat(export(admin, "")).isEqualTo(csv);
    assertThat(csv)
        .startsWith(
            HEADER
                + ",\"attr.a,\"\"b\",attr.date,attr.integer,attr.kind,attr.number,attr.on,attr.text,attr.x,attr.y\r\n")
        .contains("\"\"\"1\"\"\"", "=SUM(A1)", ",0.0000001,-0,12345.678,", ",007,", "RETIRED");
  }

  @Test
  void makesTheSameDevicesElsewhere() {
    var defined = type(admin, TYPE);
    var free = type(admin, "");
    nasty(admin, defined, free);
    var twin = api.admin(UUID.randomUUID());
    var twinDefined = type(twin, TYPE);
    var twinFree = type(twin, "");
    var csv =
        export(admin, "")
            .replace(defined.toString(), twinDefined.toString())
            .replace(free.toString(), twinFree.toString());
    var made = load(twin, "", csv);
    assertThat(made.path("created").asInt()).isEqualTo(11);
    assertThat(export(twin, "")).isEqualTo(csv);
    var devices = admin.get(DEVICES).body().path("items");
    var twins = twin.get(DEVICES).body().path("items");
    for (int i = 0; i < 11; i++) {
      for (var property :
          List.of("externalId", "name", "serialNumber", "location", "tags", "status")) {
        assertThat(twins.get(i).path(property)).isEqualTo(devices.get(i).path(property));
      }
      assertThat(twins.get(i).path("attributes").toString())
          .isEqualTo(devices.get(i).path("attributes").toString());
    }
    // a retired one is made living first: no device begins so
    retire(admin, "literal");
    var retired =
        export(admin, "")
            .replace(defined.toString(), twinDefined.toString())
            .replace(free.toString(), twinFree.toString());
    var second = load(twin, "?upsert=true", retired);
    assertThat(second.path("updated").asInt() - second.path("unchanged").asInt()).isEqualTo(1);
    assertThat(second.path("failed").asInt()).isZero();
    assertThat(export(twin, "")).isEqualTo(retired);
  }

  @Test
  void importsUnchangedWhatAnArchivedTypeLeftBehind() {
    var type = type(admin, TYPE);
    create(admin, type, "\"a\"", ", \"status\": \"INACTIVE\", \"attributes\": {\"number\": 1}");
    admin.delete("/api/v1/device-types/" + type).expect(204);
    var again = load(admin, "?upsert=true", export(admin, ""));
    assertThat(again.path("unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void importsUnchangedWhatItsTypeNoLongerTakes() {
    var type = type(admin, "");
    create(
        admin,
        type,
        "\"a\"",
        ", \"attributes\": {\"number\": \"1\", \"gone\": \"2\", \"left\": 3}");
    admin
        .put(
            "/api/v1/device-types/" + type + "?force=true",
            "{'name': 'other', 'protocol': 'HTTP', 'attributes': [{'name': 'number', 'type': 'number'}]}")
        .expect(200);
    var csv = export(admin, "");
    assertThat(csv)
        .contains("attr.gone,attr.left,attr.number\r\n", "\"\"\"2\"\"\",3,\"\"\"1\"\"\"");
    var again = load(admin, "?upsert=true", csv);
    assertThat(again.path("unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void importsUnchangedWhatItsTypeTakesForSomethingElse() {
    var type = type(admin, "");
    create(
        admin,
        type,
        "\"a\"",
        """
        , "attributes": {"text": 5.0, "number": true, "integer": "5", "on": 7, "date": false, "kind": 1}\
        """);
    admin
        .put(
            "/api/v1/device-types/" + type + "?force=true",
            "{\"name\": \"narrower\", \"protocol\": \"HTTP\"%s}".formatted(TYPE))
        .expect(200);
    var csv = export(admin, "");
    assertThat(load(admin, "?upsert=true", csv).path("unchanged").asInt()).isEqualTo(1);
    // what is given with a change is read as the type says
    var text = HEADER.replace(",longitude,altitude", ",attr.text") + "\r\n";
    var row = "a,%s," + type + ",,,,,%s\r\n";
    var changed = load(admin, "?upsert=true", text + row.formatted("new name", "5.0"));
    assertThat(changed.path("updated").asInt() - changed.path("unchanged").asInt()).isEqualTo(1);
    var device = admin.get(DEVICES + "/by-external-id/a").expect(200).body();
    assertThat(device.at("/attributes/text").isTextual()).isTrue();
  }

  @Test
  void holdsWhatTheFiltersLetPassOverManyPages() {
    var some = type(admin, "");
    var others = type(admin, ", \"attributes\": [{\"name\": \"n\", \"type\": \"integer\"}]");
    var rows =
        IntStream.range(0, 2_300)
            .mapToObj(i ->
                "{\"externalId\": \"d%d\", \"name\": \"d\", \"deviceTypeId\": \"%s\", \"tags\": [\"t%d\"]}"
                    .formatted(i, some, i % 2))
            .collect(Collectors.joining(","));
    admin.post(DEVICES + "/bulk", "{\"devices\": [" + rows + "]}").expect(200);
    create(admin, others, "\"other\"", ", \"status\": \"INACTIVE\", \"attributes\": {\"n\": 5}");
    assertThat(ids(export(admin, "")))
        .containsExactlyElementsOf(
            Stream.concat(IntStream.range(0, 2_300).mapToObj(i -> "d" + i), Stream.of("other"))
                .toList());
    assertThat(ids(export(admin, "?tag=t1"))).hasSize(1_150).startsWith("d1", "d3");
    assertThat(ids(export(admin, "?q=d229&deviceTypeId=" + some))).hasSize(11);
    assertThat(export(admin, "?status=INACTIVE"))
        .isEqualTo(HEADER + ",attr.n\r\nother, n ," + others + ",,INACTIVE,,,,,5\r\n");
    assertThat(export(admin, "?tag=t1")).startsWith(HEADER + "\r\n");
    assertThat(export(admin, "?tag=none")).isEqualTo(HEADER + "\r\n");
  }

  private static List<String> ids(String csv) {
    return csv.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  @Test
  void exportsAsManyAttributesAsAnImportReadsAndNoMore() {
    var type = type(admin, "");
    var most = 16_384 - 9;
    var devices = new ArrayList<String>();
    for (int from = 0; from < most; from += 100) {
      devices.add(device("d" + from, type, from, Math.min(from + 100, most)));
    }
    admin.post(DEVICES + "/bulk", "{\"devices\": [" + String.join(",", devices) + "]}").expect(200);
    var csv = export(admin, "");
    assertThat(export(admin, "?deviceTypeId=" + type)).isEqualTo(csv);
    var again = load(admin, "?upsert=true", csv);
    assertThat(again.path("unchanged").asInt()).isEqualTo(devices.size());
    assertThat(export(admin, "")).isEqualTo(csv);
    // one more
    admin.post(DEVICES, device("more", type, most, most + 1)).expect(201);
    for (var query : List.of("", "?deviceTypeId=" + type)) {
      var refused = admin.get(EXPORT + query).expect(422);
      assertThat(refused.problem()).isEqualTo("over-budget");
      assertThat(refused.body().path("detail").asText())
          .contains("more than 16,375 different attributes", "deviceTypeId");
    }
    assertThat(export(admin, "?q=more")).startsWith(HEADER + ",attr.a" + most + "\r\n");
  }

  private static String device(String externalId, UUID type, int from, int to) {
    return "{\"externalId\": \"%s\", \"name\": \"n\", \"deviceTypeId\": \"%s\", \"attributes\": {%s}}"
        .formatted(
            externalId,
            type,
            IntStream.range(from, to)
                .mapToObj("\"a%1$d\": %1$d"::formatted)
                .collect(Collectors.joining(",")));
  }

  @Test
  void givesUpWhereItsColumnsTakeTooLongToFind() throws SQLException {
    try (var slow = DeviceApi.start(Map.of("SENSORMINE_DEVICE_SEARCH_STATEMENT_TIMEOUT", "300ms"));
        var connection = slow.database.adminConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // as good as an index that takes for ever
      statement.execute("LOCK TABLE device.device_search");
      assertThat(slow.admin(tenant).get(EXPORT).expect(422).problem()).isEqualTo("over-budget");
      connection.rollback();
      slow.admin(tenant).get(EXPORT).expect(200);
    }
  }

  @Test
  void breaksOffWhereItCannotGoOn() throws SQLException {
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "a");
    try (Connection connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      // its columns can be found, its first page cannot be read
      statement.execute("REVOKE SELECT ON device.devices FROM device_app");
      statement.execute("GRANT SELECT (id, tenant_id, attributes) ON device.devices TO device_app");
      try {
        assertThatThrownBy(() -> admin.get(EXPORT))
            .isInstanceOf(UncheckedIOException.class)
            .cause()
            .isNotInstanceOf(HttpTimeoutException.class);
      } finally {
        statement.execute("GRANT SELECT ON device.devices TO device_app");
      }
    }
    assertThat(ids(export(admin, ""))).containsExactly("a");
  }

  @Test
  void saysWhatItIsAndRefusesWhatItDoesNotKnow() {
    var answer = admin.get(EXPORT).expect(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"devices.csv\"");
    assertThat(answer.text()).isEqualTo(HEADER + "\r\n");
    admin.get(EXPORT + "?limit=1").expect(400);
    admin.get(EXPORT + "?status=BROKEN").expect(400);
    admin.get(EXPORT + "?tag=%00").expect(400);
    api.as(tenant, Roles.OPERATOR).get(EXPORT).expect(200);
    api.as(tenant, Roles.ANALYST).get(EXPORT).expect(200);
    api.as(tenant, Roles.DEVICE).get(EXPORT).expect(403);
    api.service.anonymous().get(EXPORT).expect(401);
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "mine");
    assertThat(export(api.admin(UUID.randomUUID()), "")).isEqualTo(HEADER + "\r\n");
  }
}
