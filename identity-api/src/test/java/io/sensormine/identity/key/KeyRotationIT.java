package io.sensormine.identity.key;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.RunningService;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How signing keys follow one another, in time that the test sets by moving the rows' times. */
class KeyRotationIT {
  private static final String PATH = "/api/v1/signing-keys";

  private IdentityUnderTest identity;
  private String first;

  @BeforeEach
  void start() {
    identity = IdentityUnderTest.start(Map.of());
    first = signing(identity.service());
  }

  @AfterEach
  void stop() {
    identity.close();
  }

  @Test
  void publishesAKeyBeforeItSignsAndVerifiesWithTheOldOneAfter() throws Exception {
    var old = identity.platform();
    var next = old.post(PATH + "/rotate", "").expect(200).id().toString();
    assertThat(published()).containsExactlyInAnyOrder(first, next);
    assertThat(signing(identity.service())).isEqualTo(first);
    // a second call while it is under way makes no third key
    assertThat(old.post(PATH + "/rotate", "").expect(200).id()).hasToString(next);

    age(Duration.ofMinutes(14));
    check(identity.service());
    assertThat(signing(identity.service())).isEqualTo(first);
    age(Duration.ofMinutes(1));
    check(identity.service());
    assertThat(signing(identity.service())).isEqualTo(next);
    old.get(PATH).expect(200);
    identity.platform().get(PATH).expect(200);

    // an hour, the longest that a token may live, and skew
    age(Duration.ofMinutes(64));
    check(identity.service());
    assertThat(published()).containsExactlyInAnyOrder(first, next);
    age(Duration.ofMinutes(2));
    check(identity.service());
    assertThat(published()).containsExactly(next);
    old.get(PATH).expect(401);
    assertThat(key(first).path("retiredAt").isNull()).isFalse();
    assertThat(key(next).path("retiredAt").isNull()).isTrue();
    assertThat(events())
        .containsExactly(
            "SIGNING_KEY_CREATED " + first,
            "SIGNING_KEY_CREATED " + next,
            "SIGNING_KEY_RETIRED " + first);
  }

  @Test
  void rotatesByAgeWhateverIsRestarted() throws Exception {
    age(Duration.ofDays(30).minus(Duration.ofMinutes(16)));
    check(identity.service());
    assertThat(published()).containsExactly(first);
    age(Duration.ofMinutes(2));
    try (var restarted = restart()) {
      check(restarted);
      check(restarted);
      var keys = published(restarted);
      assertThat(keys).hasSize(2).contains(first);
      assertThat(signing(restarted)).isEqualTo(first);
    }
    age(Duration.ofMinutes(15));
    try (var restarted = restart()) {
      var next = published(restarted).stream().filter(id -> !id.equals(first)).toList();
      assertThat(next).containsExactly(signing(restarted));
      // no further one until it is old itself
      check(restarted);
      assertThat(published(restarted)).hasSize(2);
    }
  }

  @Test
  void agreesAmongInstancesOnTheKeyThatSigns() throws Exception {
    try (var second = restart();
        var third = restart()) {
      var all = List.of(identity.service(), second, third);
      age(Duration.ofDays(40));
      all.parallelStream().forEach(KeyRotationIT::check);
      assertThat(published(second)).hasSize(2);
      for (var one : all) {
        check(one);
        assertThat(signing(one)).isEqualTo(first);
      }
      age(Duration.ofMinutes(15));
      all.forEach(KeyRotationIT::check);
      var signing = signing(second);
      assertThat(signing).isNotEqualTo(first);
      for (var one : all) {
        assertThat(signing(one)).isEqualTo(signing);
        one.http(platformToken(third)).get(PATH).expect(200);
      }
    }
  }

  @Test
  void makesOneNextKeyHoweverManyAskAtOnce() {
    var platform = identity.platform();
    var ids =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(i -> platform.post(PATH + "/rotate", "").expect(200).id())
            .distinct()
            .toList();
    assertThat(ids).hasSize(1);
  }

  @Test
  void endsALeakedKeyAtOnce() throws Exception {
    try (var second = restart()) {
      var leaked = identity.platform();
      var pending = leaked.post(PATH + "/rotate", "").expect(200).id().toString();
      var retired = leaked.post(PATH + "/" + first + "/retire", "").expect(200).body();
      assertThat(retired.path("retiredAt").isNull()).isFalse();
      leaked.get(PATH).expect(401);
      assertThat(published()).containsExactly(pending);
      assertThat(signing(identity.service())).isEqualTo(pending);
      identity.platform().get(PATH).expect(200);
      // the other instance learns it by itself
      Deadline.within(
          Duration.ofSeconds(30),
          "the other instance signs by the successor",
          () -> signing(second).equals(pending));
      var ofTheSuccessor =
          IdentityUnderTest.accessToken(identity.login(null, ADMIN_EMAIL, ADMIN_PASSWORD));
      second.http(ofTheSuccessor).get(PATH).expect(200);

      // with no next one at hand, one is made
      var platform = identity.platform();
      platform.post(PATH + "/" + pending + "/retire", "").expect(200);
      platform.get(PATH).expect(401);
      var made = signing(identity.service());
      assertThat(List.of(first, pending)).doesNotContain(made);
      assertThat(published()).containsExactly(made);
      var again = identity.platform();
      again.post(PATH + "/" + pending + "/retire", "").expect(200);
      again.post(PATH + "/" + UUID.randomUUID() + "/retire", "").expect(404);
      assertThat(signing(identity.service())).isEqualTo(made);
    }
  }

  @Test
  void endsAKeyThatDoesNotSignWithoutTouchingTheOneThatDoes() throws Exception {
    var platform = identity.platform();
    var next = platform.post(PATH + "/rotate", "").expect(200).id();
    platform.post(PATH + "/" + next + "/retire", "").expect(200);
    assertThat(signing(identity.service())).isEqualTo(first);
    assertThat(published()).containsExactly(first);
  }

  @Test
  void signsNoMoreWhereItHasNotReadTheKeysForTooLong() throws Exception {
    var settings =
        Map.of(
            "SENSORMINE_IDENTITY_KEYS_PUBLISH_AHEAD", "2s",
            "SENSORMINE_IDENTITY_KEYS_CHECK_INTERVAL", "100ms",
            "DATASOURCES_DEFAULT_CONNECTION_TIMEOUT", "500");
    try (var cut = IdentityUnderTest.start(settings)) {
      serviceToken(cut.service()).expect(200);
      var name = cut.database().name();
      cut.sql("REVOKE CONNECT ON DATABASE \"%s\" FROM identity_app".formatted(name));
      cut.sql(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND usename = 'identity_app'
          """);
      Deadline.within(
          Duration.ofSeconds(30),
          "no more tokens",
          () -> serviceToken(cut.service()).status() == 503);
      assertThat(serviceToken(cut.service()).problem()).isEqualTo("database-unavailable");
      cut.sql("GRANT CONNECT ON DATABASE \"%s\" TO identity_app".formatted(name));
      Deadline.within(
          Duration.ofSeconds(30),
          "tokens again",
          () -> serviceToken(cut.service()).status() == 200);
    }
  }

  @Test
  void showsKeysToPlatformAdminsOnlyAndNothingOfTheKeys() throws Exception {
    var tenant = identity.tenant();
    for (var http : List.of(tenant.http(), identity.asService())) {
      http.get(PATH).expect(403);
      http.post(PATH + "/rotate", "").expect(403);
      http.post(PATH + "/" + first + "/retire", "").expect(403);
    }
    identity.anonymous().get(PATH).expect(401);
    identity.anonymous().post(PATH + "/rotate", "").expect(401);
    identity.anonymous().post(PATH + "/" + first + "/retire", "").expect(401);
    var key = key(first);
    var names = new ArrayList<String>();
    key.fieldNames().forEachRemaining(names::add);
    assertThat(names).containsExactlyInAnyOrder("id", "createdAt", "signsFrom", "retiredAt");
    // the tenant that the header names has no part in it
    identity.platform().forTenant(tenant.id()).post(PATH + "/rotate", "").expect(200);
    assertThat(tenant.http().get("/api/v1/security-events").expect(200).text())
        .doesNotContain("SIGNING_KEY");
  }

  private RunningService restart() {
    return IdentityUnderTest.start(identity.database(), Map.of());
  }

  private List<String> published() throws ParseException {
    return published(identity.service());
  }

  private static List<String> published(RunningService service) throws ParseException {
    service.bean(SigningKeys.class).reread();
    var text = service.anonymous().get("/.well-known/jwks.json").expect(200).text();
    assertThat(text).doesNotContain("\"d\"");
    return JWKSet.parse(text).getKeys().stream().map(JWK::getKeyID).toList();
  }

  /** The key that a token of this instance is signed by. */
  private static String signing(RunningService service) {
    try {
      var token = IdentityUnderTest.accessToken(serviceToken(service));
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Http.Answer serviceToken(RunningService service) {
    return service
        .anonymous()
        .post(
            "/api/v1/internal/service-tokens",
            "{'clientId': 'device-api', 'clientSecret': 'device-client-secret'}");
  }

  private static void check(RunningService service) {
    service.bean(SigningKeys.class).check();
  }

  private JsonNode key(String id) {
    for (var key : identity.platform().get(PATH).expect(200).body().path("items")) {
      if (key.path("id").asText().equals(id)) {
        return key;
      }
    }
    throw new AssertionError("not listed: " + id);
  }

  /** Lets time pass for the keys. */
  private void age(Duration time) throws SQLException {
    identity.sql(
        """
        UPDATE identity.signing_keys SET
          created_at = created_at - make_interval(secs => ?),
          signs_from = signs_from - make_interval(secs => ?)
        """,
        time.toSeconds(),
        time.toSeconds());
  }

  private List<String> events() throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = identity.database().adminConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT type, target FROM identity.security_events
                WHERE type LIKE 'SIGNING_KEY%' AND tenant_id IS NULL ORDER BY id
                """)) {
      while (rows.next()) {
        found.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return found;
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
