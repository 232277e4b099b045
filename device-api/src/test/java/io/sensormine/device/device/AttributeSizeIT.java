package io.sensormine.device.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All attributes of a device together are no longer than a setting says, whichever way they come.
 */
class AttributeSizeIT {
  private static final String DEVICES = "/api/v1/devices";

  /** So long that {@code {"a":"…"}} has 1,024 bytes. */
  private static final int MOST = 1_016;

  private static DeviceApi api;
  private Http admin;
  private UUID type;

  @BeforeAll
  static void start() {
    api = DeviceApi.start(Map.of("SENSORMINE_DEVICE_MAX_ATTRIBUTE_BYTES", "1024"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    admin = api.admin(UUID.randomUUID());
    type = DeviceApi.makeType(admin);
  }

  private String device(String externalId, String value) {
    return "{\"externalId\": \"%s\", \"name\": \"n\", \"deviceTypeId\": \"%s\", \"attributes\": {\"a\": \"%s\"}}"
        .formatted(externalId, type, value);
  }

  private static void assertTooLarge(Http.Answer answer) {
    var error = answer.expect(422).body().at("/errors/0");
    assertThat(error.path("path").asText()).isEqualTo("/attributes");
    assertThat(error.path("code").asText()).isEqualTo("attributes-too-large");
    assertThat(error.path("message").asText()).contains("1,025 bytes", "1,024");
  }

  @Test
  void refusesToCreateOrChangeADeviceBeyond() {
    assertTooLarge(admin.post(DEVICES, device("d", "x".repeat(MOST + 1))));
    // bytes of UTF-8, not characters
    assertTooLarge(admin.post(DEVICES, device("d", "x".repeat(MOST - 2) + "€")));
    assertTooLarge(admin.post(DEVICES, device("d", "x".repeat(MOST - 1) + "\\\"")));
    var path = DEVICES + "/" + admin.post(DEVICES, device("d", "x".repeat(MOST))).expect(201).id();
    admin.put(path, device("d", "x".repeat(MOST - 3) + "€")).expect(200);
    assertTooLarge(admin.put(path, device("d", "x".repeat(MOST + 1))));
    admin.patch(path, "{'attributes': {'a': '%s'}}".formatted("x".repeat(MOST - 7))).expect(200);
    assertTooLarge(admin.patch(path, "{'attributes': {'b': 123}}"));
    admin.patch(path, "{'attributes': {'b': 12}}").expect(200);
    var preview = admin.post(path + "/validate-update", "{'attributes': {'b': 123}}").expect(200);
    assertThat(preview.body().at("/errors/0/path").asText()).isEqualTo("/attributes");
  }

  @Test
  void countsWhatTheTypeAdds() {
    type =
        DeviceApi.makeType(
            admin,
            ", 'attributes': [{'name': 'a', 'type': 'text'}, {'name': 'b', 'type': 'text', 'default': 'y'}]");
    // "b":"y" and a comma
    admin.post(DEVICES, device("d", "x".repeat(MOST - 8))).expect(201);
    assertTooLarge(admin.post(DEVICES, device("e", "x".repeat(MOST - 7))));
  }

  @Test
  void refusesTheRowBeyondAndStoresTheOthers() {
    var bulk =
        admin
            .post(
                DEVICES + "/bulk",
                "{\"devices\": [%s, %s]}"
                    .formatted(device("a", "x".repeat(MOST)), device("b", "x".repeat(MOST + 1))))
            .expect(200)
            .body();
    assertThat(bulk.path("created").asInt()).isEqualTo(1);
    assertThat(bulk.at("/results/1/errors/0/path").asText()).isEqualTo("/devices/1/attributes");
    var csv =
        "externalId,name,deviceTypeId,attr.a\r\nc,n,%1$s,%2$s\r\nd,n,%1$s,%2$sx\r\n"
            .formatted(type, "x".repeat(MOST));
    var load =
        admin
            .send("POST", DEVICES + "/import", csv.getBytes(StandardCharsets.UTF_8), "text/csv")
            .expect(200)
            .body();
    assertThat(load.path("created").asInt()).isEqualTo(1);
    assertThat(load.at("/results/1/errors/0/path").asText()).isEqualTo("/attributes");
    assertThat(load.at("/results/1/errors/0/code").asText()).isEqualTo("attributes-too-large");
  }

  @Test
  void leavesADeviceThatWasLargerBeforeAsItIs() throws SQLException {
    var path = DEVICES + "/" + admin.post(DEVICES, device("d", "x")).expect(201).id();
    try (var connection = api.database.adminConnection();
        var statement =
            connection.prepareStatement(
                "UPDATE device.devices SET attributes = jsonb_build_object('a', repeat('x', 2000))"
                    + " WHERE external_id = 'd' AND device_type_id = ?")) {
      statement.setObject(1, type);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
    assertThat(admin.get(path).expect(200).body().at("/attributes/a").asText()).hasSize(2_000);
    var csv = admin.get(DEVICES + "/export.csv").expect(200).text();
    var again =
        admin
            .send(
                "POST",
                DEVICES + "/import?upsert=true",
                csv.getBytes(StandardCharsets.UTF_8),
                "text/csv")
            .expect(200)
            .body();
    assertThat(again.path("unchanged").asInt()).isEqualTo(1);
    admin.patch(path, "{'attributes': {'a': 'short'}}").expect(200);
    admin.delete(path).expect(204);
  }
}
