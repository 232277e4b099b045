package io.sensormine.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the key that seals the signing keys is itself replaced. */
class EncryptionKeyIT {
  private static final String OLD = IdentityUnderTest.KEY;
  private static final String NEW = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
  private static final String PATH = "/api/v1/signing-keys";

  private final TestDatabase database = TestDatabases.config();

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void sealsAnewWhatThePreviousKeySealed() throws Exception {
    String token;
    try (var before = start(OLD, null)) {
      token = platformToken(before);
      before.http(token).post(PATH + "/rotate", "").expect(200);
    }
    var sealed = seals();
    try (var after = start(NEW, OLD)) {
      after.http(token).get(PATH).expect(200);
    }
    assertThat(seals()).hasSize(2).doesNotContainAnyElementsOf(sealed);
    assertThat(resealings()).isEqualTo(2);
    var anew = seals();
    // the previous one is needed no more, nor is anything sealed again
    try (var later = start(NEW, null)) {
      later.http(token).get(PATH).expect(200);
      later.http(platformToken(later)).get(PATH).expect(200);
    }
    start(NEW, OLD).close();
    assertThat(seals()).isEqualTo(anew);
    assertThat(resealings()).isEqualTo(2);
    assertThatThrownBy(() -> start(OLD, null).close()).hasMessageContaining("sealed by another");
  }

  @Test
  void letsAnInstanceWithTheOldKeyWorkOnWhileTheOthersAreReplaced() throws Exception {
    try (var before = start(OLD, null)) {
      var token = platformToken(before);
      try (var after = start(NEW, OLD)) {
        before.bean(SigningKeys.class).reread();
        after.http(platformToken(before)).get(PATH).expect(200);
        before.http(platformToken(after)).get(PATH).expect(200);
        // a key that it cannot open is published and verifies all the same
        var next = after.http(token).post(PATH + "/rotate", "").expect(200).id();
        before.bean(SigningKeys.class).reread();
        assertThat(before.anonymous().get("/.well-known/jwks.json").text())
            .contains(next.toString());
        before.http(platformToken(before)).get(PATH).expect(200);
      }
    }
  }

  @Test
  void refusesAPreviousKeyThatIsNone() {
    for (var previous : new String[] {"not base64!", "c2hvcnQ="}) {
      assertThatThrownBy(() -> start(NEW, previous).close())
          .hasMessageContaining("SENSORMINE_KEY_ENCRYPTION_KEY_PREVIOUS")
          .satisfies(
              refused -> assertThat(String.valueOf(refused.getMessage())).doesNotContain(previous));
    }
  }

  private RunningService start(String key, @Nullable String previous) {
    var environment = new HashMap<>(Map.of("SENSORMINE_KEY_ENCRYPTION_KEY", key));
    if (previous != null) {
      environment.put("SENSORMINE_KEY_ENCRYPTION_KEY_PREVIOUS", previous);
    }
    return IdentityUnderTest.start(database, environment);
  }

  private List<String> seals() throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT private_jwk_sealed FROM identity.signing_keys ORDER BY id")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private int resealings() throws SQLException {
    try (var connection = database.adminConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM identity.security_events WHERE type = 'SIGNING_KEY_RESEALED'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static String platformToken(RunningService service) {
    return IdentityUnderTest.accessToken(
        service
            .anonymous()
            .post(
                "/api/v1/auth/login",
                "{\"email\": \"%s\", \"password\": \"%s\"}"
                    .formatted(IdentityUnderTest.ADMIN_EMAIL, IdentityUnderTest.ADMIN_PASSWORD)));
  }
}
