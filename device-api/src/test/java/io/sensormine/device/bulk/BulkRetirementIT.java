package io.sensormine.device.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.device.testing.DeviceApi;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BulkRetirementIT {
  private static final String DEVICES = "/api/v1/devices";
  private static DeviceApi api;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void revokesTheCredentialsOfAllByOneStatement() throws SQLException {
    var admin = api.admin(UUID.randomUUID());
    var type = DeviceApi.makeType(admin);
    for (var name : new String[] {"a", "b", "c", "stays"}) {
      var path = DEVICES + "/" + DeviceApi.makeDevice(admin, type, name) + "/credentials";
      admin.post(path, "{}").expect(201);
    }
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SEQUENCE device.statements;
          CREATE FUNCTION device.count_statement() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER AS $$
            BEGIN PERFORM nextval('device.statements'); RETURN NULL; END $$;
          CREATE TRIGGER count_statement AFTER UPDATE ON device.device_credentials
            FOR EACH STATEMENT EXECUTE FUNCTION device.count_statement()
          """);
      var rows =
          Stream.of("a", "b", "c")
              .map(name ->
                  "{'externalId': '%s', 'name': 'x', 'deviceTypeId': '%s', 'status': 'RETIRED'}"
                      .formatted(name, type))
              .collect(Collectors.joining(","));
      var answer =
          admin.post(DEVICES + "/bulk", "{'devices': [%s], 'upsert': true}".formatted(rows));
      assertThat(answer.expect(200).body().path("updated").asInt()).isEqualTo(3);
      try (var count = statement.executeQuery("SELECT last_value FROM device.statements")) {
        count.next();
        assertThat(count.getLong(1)).isEqualTo(1);
      }
      try (var count =
          statement.executeQuery(
              """
              SELECT count(*), min(d.external_id) FROM device.device_credentials c
              JOIN device.devices d ON d.id = c.device_id WHERE c.revoked_at IS NULL
              """)) {
        count.next();
        assertThat(count.getLong(1)).isEqualTo(1);
        assertThat(count.getString(2)).isEqualTo("stays");
      }
      for (var name : new String[] {"a", "b", "c"}) {
        var device = admin.get(DEVICES + "/by-external-id/" + name).expect(200).id();
        var log = admin.get(DEVICES + "/" + device + "/audit-log").expect(200).body();
        assertThat(log.path("items").findValuesAsText("action"))
            .containsExactly("CREDENTIAL_REVOKED", "RETIRED", "CREDENTIAL_ISSUED", "CREATED");
      }
    }
  }
}
