package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BulkIT {
  private static final String DEVICES = "/api/v1/devices";
  private static final String BULK = DEVICES + "/bulk";
  private static final String ATTRIBUTES =
      """
      , 'attributes': [
        {'name': 'site', 'type': 'enum', 'options': ['north', 'south'], 'required': true},
        {'name': 'floor', 'type': 'integer', 'min': 0, 'max': 9, 'default': 1}]
      """;
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;
  private UUID type;

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
    type = DeviceApi.makeType(admin, ATTRIBUTES);
  }

  private String device(String externalId, String properties) {
    return "{'externalId': '%s', 'name': 'Device', 'deviceTypeId': '%s', 'attributes': {'site': 'north'}%s}"
        .formatted(externalId, type, properties);
  }

  private JsonNode bulk(String options, String... devices) {
    return admin
        .post(BULK, "{'devices': [%s]%s}".formatted(String.join(", ", devices), options))
        .expect(200)
        .body();
  }

  private static String counts(JsonNode answer) {
    return "created %d, updated %d, unchanged %d, failed %d"
        .formatted(
            answer.path("created").asInt(),
            answer.path("updated").asInt(),
            answer.path("unchanged").asInt(),
            answer.path("failed").asInt());
  }

  /** {@code index path code} of every error. */
  private static List<String> errors(JsonNode answer) {
    var errors = new ArrayList<String>();
    for (var result : answer.path("results")) {
      for (var error : result.path("errors")) {
        errors.add(
            result.path("index").asInt()
                + " "
                + error.path("path").asText()
                + " "
                + error.path("code").asText());
      }
    }
    return errors;
  }

  @Test
  void createsEachDeviceAsItWouldAlone() {
    var alone = admin.post(DEVICES, device("alone", ", 'tags': ['x', 'X', 'x']")).expect(201);
    var answer =
        bulk(
            "",
            device("a", ", 'tags': ['x', 'X', 'x']"),
            device("b", ", 'serialNumber': 'S', 'location': {'latitude': 1.5, 'longitude': 2}"));
    assertThat(counts(answer)).isEqualTo("created 2, updated 0, unchanged 0, failed 0");
    assertThat(answer.at("/results/1/index").asInt()).isEqualTo(1);
    assertThat(answer.at("/results/1/errors")).isEmpty();
    assertThat(answer.at("/results/1").has("line")).isFalse();
    var path = DEVICES + "/" + answer.at("/results/0/id").asText();
    var made = admin.get(path).expect(200).body();
    assertThat(made.path("externalId").asText()).isEqualTo("a");
    for (var property :
        List.of("name", "deviceTypeId", "attributes", "tags", "status", "revision")) {
      assertThat(made.path(property)).as(property).isEqualTo(alone.body().path(property));
    }
    var log = admin.get(path + "/audit-log").body().path("items");
    var log2 = admin.get(DEVICES + "/" + alone.id() + "/audit-log").body().path("items");
    assertThat(log).hasSize(1);
    assertThat(log.at("/0/action").asText()).isEqualTo("CREATED");
    assertThat(log.at("/0/patch/0/value/attributes"))
        .isEqualTo(log2.at("/0/patch/0/value/attributes"));
    assertThat(
            admin.get(DEVICES + "?q=a&tag=X").body().path("items").findValuesAsText("externalId"))
        .containsExactly("alone", "a");
    var second = admin.get(DEVICES + "/by-external-id/b").expect(200).body();
    assertThat(second.at("/location/latitude").asDouble()).isEqualTo(1.5);
    assertThat(second.at("/location/altitude").isNull()).isTrue();
  }

  @Test
  void letsARowFailAloneAndSaysWhereAndWhy() {
    var answer =
        bulk(
            "",
            device("a", ""),
            "5",
            "null",
            "[]",
            device("b", ", 'colour': 1"),
            "{'externalId': 'c', 'deviceTypeId': '%s'}".formatted(type),
            "{'externalId': 'd', 'name': 'd', 'deviceTypeId': '17'}",
            "{'externalId': 'e', 'name': 'e', 'deviceTypeId': '%s'}".formatted(UUID.randomUUID()),
            device("f", ", 'status': 'BROKEN'"),
            device("g", ", 'status': 'RETIRED'"),
            "{'externalId': 'h', 'name': 'h', 'deviceTypeId': '%s', 'attributes': {'floor': 10, 'x': 1}}"
                .formatted(type),
            device("i", ", 'tags': ['']"),
            device("a", ""),
            device("z", ""));
    assertThat(counts(answer)).isEqualTo("created 2, updated 0, unchanged 0, failed 12");
    assertThat(answer.path("results")).hasSize(14);
    assertThat(errors(answer))
        .containsExactlyInAnyOrder(
            "1 /devices/1 wrong-type",
            "2 /devices/2 wrong-type",
            "3 /devices/3 wrong-type",
            "4 /devices/4/colour unknown-property",
            "5 /devices/5/name not-blank",
            "6 /devices/6/deviceTypeId malformed-id",
            "7 /devices/7/deviceTypeId unknown-reference",
            "8 /devices/8/status not-an-option",
            "9 /devices/9/status invalid-request",
            "10 /devices/10/attributes/floor above-max",
            "10 /devices/10/attributes/x unknown-attribute",
            "10 /devices/10/attributes/site required",
            "11 /devices/11/tags/0 not-blank",
            "12 /devices/12/externalId name-taken");
    assertThat(answer.at("/results/12/errors/0/message").asText()).contains("/devices/0");
    assertThat(admin.get(DEVICES).body().path("items").findValuesAsText("externalId"))
        .containsExactly("a", "z");
  }

  @Test
  void refusesATakenExternalIdWithoutUpsert() {
    DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "taken");
    var answer = bulk("", device("taken", ""), device("free", ""));
    assertThat(counts(answer)).isEqualTo("created 1, updated 0, unchanged 0, failed 1");
    assertThat(errors(answer)).containsExactly("0 /devices/0/externalId name-taken");
    assertThat(admin.get(DEVICES + "/by-external-id/taken").body().path("revision").asInt())
        .isEqualTo(1);
  }

  @Test
  void replacesByUpsertAsPutDoes() {
    bulk("", device("a", ", 'tags': ['old'], 'status': 'INACTIVE'"), device("b", ""));
    var answer =
        bulk(
            ", 'upsert': true",
            device("a", ", 'serialNumber': 'S1', 'tags': ['new']"),
            device("b", ""),
            device("c", ""));
    assertThat(counts(answer)).isEqualTo("created 1, updated 2, unchanged 1, failed 0");
    var a = admin.get(DEVICES + "/by-external-id/a").body();
    assertThat(a.path("id")).isEqualTo(answer.at("/results/0/id"));
    assertThat(a.path("status").asText()).isEqualTo("INACTIVE");
    assertThat(a.path("revision").asInt()).isEqualTo(2);
    assertThat(admin.get(DEVICES + "?tag=old").body().path("items")).isEmpty();
    assertThat(admin.get(DEVICES + "?q=s1&tag=new").body().path("items")).hasSize(1);
    var log = admin.get(DEVICES + "/" + a.path("id").asText() + "/audit-log").body();
    assertThat(log.at("/items/0/action").asText()).isEqualTo("UPDATED");
    assertThat(log.at("/items/0/revision").asInt()).isEqualTo(2);
    assertThat(log.at("/items/0/patch").findValuesAsText("path"))
        .containsExactlyInAnyOrder("/serialNumber", "/tags/0");
    var b = admin.get(DEVICES + "/by-external-id/b").body();
    assertThat(b.path("revision").asInt()).isEqualTo(1);
    assertThat(b.path("id")).isEqualTo(answer.at("/results/1/id"));
    assertThat(admin.get(DEVICES + "/" + b.path("id").asText() + "/audit-log").body().path("items"))
        .hasSize(1);
  }

  @Test
  void takesNumbersThatAreEqualForUnchanged() {
    var free = DeviceApi.makeType(admin);
    var body = "{'externalId': 'n', 'name': 'n', 'deviceTypeId': '%s', 'attributes': {'v': %s}}";
    bulk("", body.formatted(free, "1e2"));
    assertThat(counts(bulk(", 'upsert': true", body.formatted(free, "100.0"))))
        .isEqualTo("created 0, updated 1, unchanged 1, failed 0");
    assertThat(counts(bulk(", 'upsert': true", body.formatted(free, "'100'"))))
        .isEqualTo("created 0, updated 1, unchanged 0, failed 0");
  }

  @Test
  void retiresByUpsertForGood() {
    var id = bulk("", device("a", "")).at("/results/0/id").asText();
    var credential = admin.post(DEVICES + "/" + id + "/credentials", "{}").expect(201).body();
    assertThat(counts(bulk(", 'upsert': true", device("a", ", 'status': 'RETIRED'"))))
        .isEqualTo("created 0, updated 1, unchanged 0, failed 0");
    assertThat(
            admin.get(DEVICES + "/" + id + "/credentials").body().at("/items/0/revokedAt").isNull())
        .isFalse();
    assertThat(credential.path("token").asText()).isNotEmpty();
    var log = admin.get(DEVICES + "/" + id + "/audit-log").body().path("items");
    assertThat(log.findValuesAsText("action")).startsWith("CREDENTIAL_REVOKED", "RETIRED");
    // as it stands it may come again, with and without its status and what its type presets
    var again = bulk(", 'upsert': true", device("a", ""));
    assertThat(counts(again)).isEqualTo("created 0, updated 1, unchanged 1, failed 0");
    var changed = bulk(", 'upsert': true", device("a", ", 'serialNumber': 'x'"));
    assertThat(errors(changed)).containsExactly("0 /devices/0 illegal-step");
    var back = bulk(", 'upsert': true", device("a", ", 'status': 'ACTIVE'"));
    assertThat(errors(back)).containsExactly("0 /devices/0 illegal-step");
  }

  @Test
  void keepsToLivingTypesAsASingleDeviceDoes() {
    var old = DeviceApi.makeType(admin);
    var body = "{'externalId': '%s', 'name': '%s', 'deviceTypeId': '%s', 'status': '%s'}";
    bulk("", body.formatted("a", "a", old, "INACTIVE"));
    admin.delete("/api/v1/device-types/" + old).expect(204);
    var answer =
        bulk(
            ", 'upsert': true",
            body.formatted("a", "renamed", old, "INACTIVE"),
            body.formatted("b", "b", old, "INACTIVE"));
    assertThat(errors(answer)).containsExactly("1 /devices/1/deviceTypeId unknown-reference");
    assertThat(errors(bulk(", 'upsert': true", body.formatted("a", "a", old, "ACTIVE"))))
        .containsExactly("0 /devices/0/deviceTypeId unknown-reference");
  }

  @Test
  void saysInADryRunWhatWouldBecomeAndStoresNothing() throws SQLException {
    bulk("", device("a", ""), device("b", ""));
    var devices = api.count("devices");
    var logs = api.count("device_audit_logs");
    var rows =
        new String[] {
          device("a", ", 'name2': 1"),
          device("b", ""),
          device("c", ""),
          device("a", ", 'tags': ['t']")
        };
    var answer = bulk(", 'upsert': true, 'dryRun': true", rows[1], rows[2], rows[3], rows[0]);
    assertThat(counts(answer)).isEqualTo("created 1, updated 2, unchanged 1, failed 1");
    assertThat(answer.at("/results/0/id").asText()).isNotEmpty();
    assertThat(answer.at("/results/1").has("id")).isFalse();
    assertThat(errors(answer)).containsExactly("3 /devices/3/name2 unknown-property");
    assertThat(errors(bulk(", 'dryRun': true", rows[2], rows[3])))
        .containsExactly("1 /devices/1/externalId name-taken");
    assertThat(api.count("devices")).isEqualTo(devices);
    assertThat(api.count("device_audit_logs")).isEqualTo(logs);
    assertThat(admin.get(DEVICES + "/by-external-id/a").body().path("tags")).isEmpty();
  }

  @Test
  void storesThousandsInTheirOrder() {
    var rows =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i == 1_700 ? "{}" : device("d" + (2_500 - i), ""))
            .collect(Collectors.joining(","));
    var answer = admin.post(BULK, "{'devices': [%s]}".formatted(rows)).expect(200).body();
    assertThat(counts(answer)).isEqualTo("created 2499, updated 0, unchanged 0, failed 1");
    var ids = new ArrayList<>(answer.path("results").findValuesAsText("id"));
    assertThat(ids).hasSize(2_499).isSorted();
    assertThat(answer.path("results").findValuesAsText("index").getLast()).isEqualTo("2499");
    assertThat(
            admin
                .get(DEVICES + "/" + answer.at("/results/2499/id").asText())
                .body()
                .path("externalId")
                .asText())
        .isEqualTo("d1");
  }

  @Test
  void tellsWhatIsStoredWhereTheDatabaseFailsInBetween() throws SQLException {
    try (Connection connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION device.fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'shut down' USING ERRCODE = '57P01'; END $$;
          CREATE TRIGGER fail BEFORE INSERT ON device.devices
            FOR EACH ROW WHEN (NEW.external_id = 'boom') EXECUTE FUNCTION device.fail()
          """);
      try {
        var later =
            IntStream.range(0, 2_200)
                .mapToObj(i -> device(i == 2_100 ? "boom" : "d" + i, ""))
                .toArray(String[]::new);
        var answer = bulk("", later);
        assertThat(counts(answer)).isEqualTo("created 2000, updated 0, unchanged 0, failed 200");
        assertThat(errors(answer))
            .startsWith("2000 /devices/2000 database-unavailable")
            .endsWith("2199 /devices/2199 database-unavailable");
        admin.get(DEVICES + "/by-external-id/d1999").expect(200);
        admin.get(DEVICES + "/by-external-id/d2000").expect(404);
        // while nothing is stored, the request as a whole fails
        var first = "{'devices': [%s, %s]}".formatted(device("x", ""), device("boom", ""));
        assertThat(admin.post(BULK, first).expect(503).problem()).isEqualTo("database-unavailable");
        admin.get(DEVICES + "/by-external-id/x").expect(404);
      } finally {
        statement.execute("DROP FUNCTION device.fail() CASCADE");
      }
    }
  }

  @Test
  void refusesAsAWholeOnlyWhatIsNoListOfDevices() {
    admin.post(BULK, "{'devices': [{}").expect(400);
    admin.post(BULK, "[]").expect(422);
    admin.post(BULK, "{}").expect(422);
    for (var wrong : List.of("{}", "null", "5", "'x'")) {
      var answer = admin.post(BULK, "{'devices': %s}".formatted(wrong)).expect(422);
      assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo("/devices");
    }
    admin.post(BULK, "{'devices': [], 'colour': 1}").expect(422);
    admin.post(BULK, "{'devices': [], 'upsert': 1}").expect(422);
    admin.post(BULK + "?upsert=true", "{'devices': []}").expect(400);
    assertThat(counts(bulk(""))).isEqualTo("created 0, updated 0, unchanged 0, failed 0");
    var many = String.join(",", Collections.nCopies(10_001, "{}"));
    var answer = admin.post(BULK, "{'devices': [%s, %s]}".formatted(device("a", ""), many));
    assertThat(answer.expect(422).body().at("/errors/0/path").asText()).isEqualTo("/devices");
    assertThat(admin.get(DEVICES).body().path("items")).isEmpty();
    admin.send("POST", BULK, "a".getBytes(StandardCharsets.UTF_8), "text/plain").expect(415);
  }

  @Test
  void letsConcurrentRequestsShareOutTheSameDevices() throws Exception {
    for (var upsert : List.of(true, false)) {
      var prefix = upsert ? "u" : "i";
      var calls = new ArrayList<Callable<JsonNode>>();
      for (int caller = 0; caller < 4; caller++) {
        // each in another order, so that they meet
        var order = new ArrayList<>(IntStream.range(0, 600).mapToObj(i -> prefix + i).toList());
        Collections.rotate(order, caller * 150);
        var rows =
            order.stream()
                .map(externalId -> device(externalId, ", 'tags': ['t']"))
                .collect(Collectors.joining(","));
        calls.add(() ->
            admin
                .post(BULK, "{'devices': [%s], 'upsert': %s}".formatted(rows, upsert))
                .expect(200)
                .body());
      }
      try (var threads = Executors.newFixedThreadPool(4)) {
        int created = 0;
        int failed = 0;
        for (var call : threads.invokeAll(calls)) {
          created += call.get().path("created").asInt();
          failed += call.get().path("failed").asInt();
        }
        assertThat(created).isEqualTo(600);
        assertThat(failed).isEqualTo(upsert ? 0 : 1_800);
      }
    }
  }

  @Test
  void letsEachRoleDoItsOwnInItsTenantOnly() {
    var body = "{'devices': [%s]}".formatted(device("a", ""));
    api.as(tenant, Roles.OPERATOR).post(BULK, body).expect(200);
    api.as(tenant, Roles.ANALYST).post(BULK, body).expect(403);
    api.service(tenant).post(BULK, body).expect(403);
    api.service.anonymous().post(BULK, body).expect(401);
    var other = api.admin(UUID.randomUUID());
    var answer = other.post(BULK, "{'devices': [%s], 'upsert': true}".formatted(device("a", "")));
    assertThat(errors(answer.expect(200).body()))
        .containsExactly("0 /devices/0/deviceTypeId unknown-reference");
  }
}
