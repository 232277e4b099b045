package io.sensormine.device.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.security.Secrets;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When credentials were used: recorded in batches, here when the test says so. */
class CredentialUseIT {
  private static final String GATEWAYS = "/api/v1/gateway-credentials";
  private static final String INTERVAL = "SENSORMINE_DEVICE_CREDENTIAL_USES_FLUSH_INTERVAL";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;
  private String path = "";

  @BeforeAll
  static void start() {
    api = DeviceApi.start(Map.of(INTERVAL, "1h"));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenantWithADevice() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    path = credentialsOf(admin);
  }

  private static String credentialsOf(Http admin) {
    var device = DeviceApi.makeDevice(admin, DeviceApi.makeType(admin), "d1");
    return "/api/v1/devices/" + device + "/credentials";
  }

  private static Http.Answer verify(DeviceApi at, Http.Answer issued) {
    return at.service
        .http(at.identity.serviceToken())
        .post(
            "/api/v1/internal/credentials/verify",
            "{'sha256': '%s'}".formatted(Secrets.sha256(issued.body().path("token").asText())));
  }

  private static void verify(Http.Answer issued) {
    verify(api, issued).expect(200);
  }

  private static void flush() {
    api.service.bean(CredentialUses.class).flush();
  }

  private JsonNode read(Http.Answer issued) {
    return admin.get(issued.header("Location")).expect(200).body();
  }

  private static Instant time(JsonNode credential, String name) {
    return Instant.parse(credential.path(name).asText());
  }

  private static JsonNode eventually(Http admin, String list, Predicate<JsonNode> condition) {
    var deadline = Instant.now().plusSeconds(30);
    while (true) {
      var first = admin.get(list).expect(200).body().at("/items/0");
      if (condition.test(first)) {
        return first;
      }
      assertThat(Instant.now()).as("still " + first).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void showsFirstAndLastUseSoonAfter() {
    try (var prompt = DeviceApi.start(Map.of(INTERVAL, "100ms"))) {
      var owner = prompt.admin(tenant);
      var list = credentialsOf(owner);
      for (var each : List.of(list, GATEWAYS)) {
        var issued = owner.post(each, "{'name': 'n'}").expect(201);
        assertThat(issued.body().path("firstUsedAt").isNull()).isTrue();
        verify(prompt, issued).expect(200);
        var used = eventually(owner, each, now -> !now.path("lastUsedAt").isNull());
        var first = time(used, "firstUsedAt");
        assertThat(time(used, "lastUsedAt")).isEqualTo(first);
        verify(prompt, issued).expect(200);
        var again = eventually(owner, each, now -> time(now, "lastUsedAt").isAfter(first));
        assertThat(time(again, "firstUsedAt")).isEqualTo(first);
      }
    }
  }

  @Test
  void writesNothingWhenACredentialIsVerified() throws SQLException {
    var issued = admin.post(path, "{}").expect(201);
    var untouched = text("SELECT xmin::text FROM device.device_credentials WHERE id = ?", issued);
    for (int i = 0; i < 3; i++) {
      verify(issued);
    }
    assertThat(text("SELECT xmin::text FROM device.device_credentials WHERE id = ?", issued))
        .isEqualTo(untouched);
    assertThat(read(issued).path("lastUsedAt").isNull()).isTrue();
    flush();
    var used = read(issued);
    assertThat(time(used, "firstUsedAt")).isBefore(time(used, "lastUsedAt"));
    var written = text("SELECT xmin::text FROM device.device_credentials WHERE id = ?", issued);
    assertThat(written).isNotEqualTo(untouched);
    flush();
    assertThat(text("SELECT xmin::text FROM device.device_credentials WHERE id = ?", issued))
        .isEqualTo(written);
  }

  @Test
  void recordsNoUseOfACredentialThatIsRefused() throws SQLException {
    var early = admin.post(path, "{'notBefore': '2099-01-01T00:00:00Z'}").expect(201);
    var expired = admin.post(path, "{'notAfter': '2099-01-01T00:00:00Z'}").expect(201);
    text(
        "UPDATE device.device_credentials SET not_after = now() WHERE id = ? RETURNING 'done'",
        expired);
    var revoked = admin.post(path, "{}").expect(201);
    admin.delete(revoked.header("Location")).expect(204);
    for (var refused : List.of(early, expired, revoked)) {
      verify(api, refused).expect(404);
    }
    flush();
    for (var credential : admin.get(path).body().path("items")) {
      assertThat(credential.path("firstUsedAt").isNull()).isTrue();
      assertThat(credential.path("lastUsedAt").isNull()).isTrue();
    }
  }

  @Test
  void keepsWhatIsKnownOfACredentialThatIsRevoked() {
    var issued = admin.post(path, "{}").expect(201);
    verify(issued);
    flush();
    verify(issued);
    admin.delete(issued.header("Location")).expect(204);
    var atRevocation = time(read(issued), "lastUsedAt");
    // used before it was revoked, written after
    flush();
    var revoked = read(issued);
    assertThat(revoked.path("revokedAt").isNull()).isFalse();
    assertThat(time(revoked, "lastUsedAt")).isAfter(atRevocation);
    verify(api, issued).expect(404);
    flush();
    assertThat(read(issued)).isEqualTo(revoked);
  }

  @Test
  void rotatesACredentialWithBothInUseForAWhile() {
    var old = admin.post(path, "{'name': 'old'}").expect(201);
    verify(old);
    flush();
    var successor = admin.post(path, "{'name': 'new'}").expect(201);
    verify(old);
    verify(successor);
    flush();
    // the list tells when the old one is no longer needed
    assertThat(time(read(successor), "firstUsedAt")).isBefore(Instant.now());
    admin.delete(old.header("Location")).expect(204);
    verify(api, old).expect(404);
    verify(successor);
    flush();
    assertThat(time(read(successor), "lastUsedAt")).isAfter(time(read(old), "lastUsedAt"));
  }

  @Test
  void verifiesOnWhileUsesCannotBeWrittenAndWritesThemLater() throws SQLException {
    var issued = admin.post(path, "{}").expect(201);
    execute("REVOKE EXECUTE ON FUNCTION device.record_credential_uses FROM device_app");
    try {
      verify(issued);
      flush();
      verify(issued);
      flush();
      assertThat(read(issued).path("lastUsedAt").isNull()).isTrue();
    } finally {
      execute("GRANT EXECUTE ON FUNCTION device.record_credential_uses TO device_app");
    }
    flush();
    var used = read(issued);
    assertThat(time(used, "firstUsedAt")).isBefore(time(used, "lastUsedAt"));
  }

  @Test
  void countsWhatItHasNoRoomFor() {
    try (var narrow =
        DeviceApi.start(
            Map.of(INTERVAL, "1h", "SENSORMINE_DEVICE_CREDENTIAL_USES_MAX_PENDING", "1"))) {
      var owner = narrow.admin(tenant);
      var list = credentialsOf(owner);
      var first = owner.post(list, "{}").expect(201);
      var second = owner.post(list, "{}").expect(201);
      for (var issued : List.of(first, second, second, first)) {
        verify(narrow, issued).expect(200);
      }
      assertThat(narrow.service.anonymous().get("/prometheus").expect(200).text())
          .contains("sensormine_credential_uses_dropped_total 2.0");
      narrow.service.bean(CredentialUses.class).flush();
      var items = owner.get(list).body().path("items");
      assertThat(items.at("/0/lastUsedAt").isNull()).isFalse();
      assertThat(items.at("/1/lastUsedAt").isNull()).isTrue();
      verify(narrow, second).expect(200);
      narrow.service.bean(CredentialUses.class).flush();
      assertThat(owner.get(list).body().at("/items/1/lastUsedAt").isNull()).isFalse();
    }
  }

  @Test
  void writesWhatWaitsWhenTheServiceStops() throws SQLException {
    try (var ending = DeviceApi.start(Map.of(INTERVAL, "1h"))) {
      var owner = ending.admin(tenant);
      var issued = owner.post(credentialsOf(owner), "{}").expect(201);
      verify(ending, issued).expect(200);
      ending.service.close();
      try (var connection = ending.database.adminConnection();
          var statement = connection.createStatement();
          var rows =
              statement.executeQuery("SELECT count(last_used_at) FROM device.device_credentials")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  private static String text(String sql, Http.Answer issued) throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, issued.id());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = api.database.adminConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
