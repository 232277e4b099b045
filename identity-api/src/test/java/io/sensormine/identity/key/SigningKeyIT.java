package io.sensormine.identity.key;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SigningKeyIT {
  @Test
  void publishesPublicKeysOnly() throws Exception {
    var text =
        IdentityUnderTest.shared().anonymous().get("/.well-known/jwks.json").expect(200).text();
    var key = JWKSet.parse(text).getKeys().getFirst();
    assertThat(key.isPrivate()).isFalse();
    assertThat(key.getAlgorithm().getName()).isEqualTo("ES256");
    assertThat(text).doesNotContain("\"d\"");
  }

  @Test
  void keepsThePrivateKeySealed() throws Exception {
    try (var connection = IdentityUnderTest.shared().database().adminConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT public_jwk, private_jwk_sealed FROM identity.signing_keys")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).contains("\"kty\":\"EC\"").doesNotContain("\"d\"");
      // decoded: three letters of base64 come by chance
      var sealed = Base64.getDecoder().decode(rows.getString(2));
      assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
          .doesNotContain("\"kty\"")
          .hasSizeGreaterThan(200);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void verifiesAfterARestartWhatWasSignedBefore() {
    try (var database = TestDatabases.config()) {
      String token;
      try (var before = IdentityUnderTest.start(database, Map.of())) {
        token = platformToken(before);
      }
      try (var after = IdentityUnderTest.start(database, Map.of())) {
        after.http(token).get("/api/v1/tenants").expect(200);
      }
    }
  }

  @Test
  void makesOneKeyAndOneAdminWhereTwoStartTogether() throws Exception {
    try (var database = TestDatabases.config();
        var threads = Executors.newFixedThreadPool(2)) {
      Callable<RunningService> start = () -> IdentityUnderTest.start(database, Map.of());
      var started = threads.invokeAll(java.util.List.of(start, start));
      try (var one = started.get(0).get();
          var two = started.get(1).get()) {
        two.http(platformToken(one)).get("/api/v1/tenants").expect(200);
        one.http(platformToken(two)).get("/api/v1/tenants").expect(200);
        for (var table : new String[] {"signing_keys", "users"}) {
          try (var connection = database.adminConnection();
              var rows =
                  connection
                      .createStatement()
                      .executeQuery("SELECT count(*) FROM identity." + table)) {
            rows.next();
            assertThat(rows.getInt(1)).as(table).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void refusesToStartWithoutTheKeyThatSealedThem() {
    try (var database = TestDatabases.config()) {
      Stream.of("", "not base64!", "c2hvcnQ=")
          .forEach(
              key -> assertThat(refusal(database, key)).contains("SENSORMINE_KEY_ENCRYPTION_KEY"));
      IdentityUnderTest.start(database, Map.of()).close();
      var another = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
      assertThat(refusal(database, another)).contains("was sealed by another");
    }
  }

  private static String refusal(io.sensormine.local.TestDatabase database, String key) {
    var environment = Map.of("SENSORMINE_KEY_ENCRYPTION_KEY", key);
    var said = new String[1];
    assertThatThrownBy(() -> IdentityUnderTest.start(database, environment).close())
        .satisfies(refused -> {
          said[0] = String.valueOf(refused.getMessage());
          if (!key.isBlank()) {
            assertThat(said[0]).doesNotContain(key);
          }
        });
    return said[0];
  }

  private static String platformToken(RunningService service) {
    return IdentityUnderTest.accessToken(
        service
            .anonymous()
            .post(
                "/api/v1/auth/login",
                "{\"email\": \"%s\", \"password\": \"%s\"}"
                    .formatted(ADMIN_EMAIL, ADMIN_PASSWORD)));
  }
}
