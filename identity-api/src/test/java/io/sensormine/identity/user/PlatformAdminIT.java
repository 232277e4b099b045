package io.sensormine.identity.user;

import static io.sensormine.identity.testing.IdentityUnderTest.ADMIN_EMAIL;
import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformAdminIT {
  private static final String PATH = "/api/v1/platform-admins";
  private static final String ME = "/api/v1/me";
  private static final String EVENTS = "/api/v1/security-events";
  private static final String CREATED = "PLATFORM_ADMIN_CREATED";
  private static final String NEW = "quite another password 17";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final IdentityUnderTest identity = IdentityUnderTest.shared();
  private final String email = "second-%d@example.com".formatted(COUNT.incrementAndGet());
  private Http root;
  private UUID rootId;

  @BeforeEach
  void signIn() {
    root = identity.platform();
    rootId = root.get(ME).expect(200).id();
  }

  private static String admin(String email) {
    return "{'email': '%s', 'displayName': 'Second', 'password': '%s'}".formatted(email, PASSWORD);
  }

  private UUID make(String email) {
    return root.post(PATH, admin(email)).expect(201).id();
  }

  private Http signedIn(String password) {
    return signedIn(identity, email, password);
  }

  private static Http signedIn(IdentityUnderTest identity, String email, String password) {
    return identity
        .service()
        .http(IdentityUnderTest.accessToken(identity.login(null, email, password)));
  }

  @Test
  void makesReadsAndChangesAPlatformAdmin() {
    var made = root.post(PATH, admin(email.replace("second", "Second"))).expect(201);
    assertThat(made.header("Location")).isEqualTo(PATH + "/" + made.id());
    assertThat(made.body().path("email").asText()).isEqualTo(email);
    assertThat(made.body().path("roles").toString()).isEqualTo("[\"PLATFORM_ADMIN\"]");
    assertThat(made.text()).doesNotContain(PASSWORD).doesNotContainIgnoringCase("password");
    var path = made.header("Location");
    assertThat(root.get(path).expect(200).body()).isEqualTo(made.body());

    var second = signedIn(PASSWORD);
    assertThat(second.get(ME).expect(200).body().path("displayName").asText()).isEqualTo("Second");
    var changed = second.patch(path, "{'displayName': ' Renamed '}").expect(200).body();
    assertThat(changed.path("displayName").asText()).isEqualTo("Renamed");
    assertThat(changed.path("lastLoginAt").asText()).isNotEmpty();
    second.get("/api/v1/tenants").expect(200);
  }

  @Test
  void listsAllPageByPageAndKeepsTheLastOne() {
    try (var own = IdentityUnderTest.start(Map.of())) {
      var first = own.platform();
      var firstId = first.get(ME).expect(200).id();
      assertThat(first.delete(PATH + "/" + firstId).expect(409).problem())
          .isEqualTo("illegal-step");
      first.get(ME).expect(200);
      var secondId = first.post(PATH, admin(email)).expect(201).id();
      own.tenant();

      var page = first.get(PATH + "?limit=1").expect(200).body();
      assertThat(page.path("items").findValuesAsText("email")).containsExactly(ADMIN_EMAIL);
      var next = PATH + "?limit=1&cursor=" + page.path("nextCursor").asText();
      var last = first.get(next).expect(200).body();
      assertThat(last.path("items").findValuesAsText("email")).containsExactly(email);
      assertThat(last.path("nextCursor").isNull()).isTrue();

      first.delete(PATH + "/" + firstId).expect(204);
      first.get(ME).expect(401);
      var second = signedIn(own, email, PASSWORD);
      second.delete(PATH + "/" + UUID.randomUUID()).expect(404);
      second.delete(PATH + "/" + secondId).expect(409);
      second.get(ME).expect(200);
    }
  }

  @Test
  void endsEverySessionOfWhoIsDeleted() {
    var path = PATH + "/" + make(email);
    var session = identity.login(null, email, PASSWORD).expect(200);
    var second = identity.service().http(IdentityUnderTest.accessToken(session));
    second.get(ME).expect(200);
    root.delete(path).expect(204);
    second.get(ME).expect(401);
    refresh(session).expect(401);
    identity.login(null, email, PASSWORD).expect(401);
    root.get(path).expect(404);
    root.delete(path).expect(404);
    root.get(ME).expect(200);
  }

  @Test
  void unlocksAndEndsEverySessionWithAnotherPassword() {
    var path = PATH + "/" + make(email);
    var session = identity.login(null, email, PASSWORD).expect(200);
    for (int i = 0; i < 10; i++) {
      identity.login(null, email, "wrong").expect(401);
    }
    identity.login(null, email, PASSWORD).expect(401);
    assertThat(root.get(path).expect(200).body().path("lockedUntil").asText()).isNotEmpty();
    var changed = root.patch(path, "{'password': '%s'}".formatted(NEW)).expect(200).body();
    assertThat(changed.path("lockedUntil").isNull()).isTrue();
    identity.service().http(IdentityUnderTest.accessToken(session)).get(ME).expect(401);
    refresh(session).expect(401);
    identity.login(null, email, PASSWORD).expect(401);
    signedIn(NEW).get(ME).expect(200);
  }

  private Http.Answer refresh(Http.Answer session) {
    var token = session.body().path("refreshToken").asText();
    return identity
        .anonymous()
        .post("/api/v1/auth/refresh", "{'refreshToken': '%s'}".formatted(token));
  }

  @Test
  void refusesWhatIsNoPlatformAdmin() {
    var weak = root.post(PATH, admin("a@example.com").replace(PASSWORD, "elevenchars")).expect(422);
    assertThat(weak.body().at("/errors/0/path").asText()).isEqualTo("/password");
    root.patch(PATH + "/" + rootId, "{'password': 'password1234'}").expect(422);
    root.post(PATH, admin("not an address")).expect(422);
    root.post(PATH, "{'email': 'a@example.com', 'displayName': 'x'}").expect(422);
    root.patch(PATH + "/" + rootId, "{'roles': ['ANALYST']}").expect(422);
    var taken = root.post(PATH, admin(ADMIN_EMAIL.toUpperCase(Locale.ROOT))).expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/email");
    root.patch(PATH + "/" + UUID.randomUUID(), "{'displayName': 'x'}").expect(404);
    root.get(PATH + "/17").expect(400);
    root.get(ME).expect(200);
  }

  @Test
  void keepsTenantsUsersAndPlatformAdminsApart() {
    var tenant = identity.tenant();
    var user = identity.user(tenant, email, "TENANT_ADMIN");
    var id = make(email);
    for (var path :
        new String[] {
          PATH + "/" + user.userId(), "/api/v1/users/" + id, "/api/v1/users/" + rootId
        }) {
      var http = path.startsWith(PATH) ? root : root.forTenant(tenant.id());
      http.get(path).expect(404);
      http.patch(path, "{'displayName': 'x', 'password': '%s'}".formatted(NEW)).expect(404);
      http.delete(path).expect(404);
    }
    assertThat(root.get(PATH + "?limit=500").expect(200).text())
        .contains(id.toString())
        .doesNotContain(user.userId().toString());
    assertThat(tenant.http().get("/api/v1/users").expect(200).body().path("items")).hasSize(2);
    identity.login(tenant.slug(), email, PASSWORD).expect(200);
    identity.login(null, email, PASSWORD).expect(200);
  }

  @Test
  void isOfNoTenantWhicheverTheHeaderNames() {
    var tenant = identity.tenant();
    var naming = root.forTenant(tenant.id());
    var id = naming.post(PATH, admin(email)).expect(201).id();
    var path = PATH + "/" + id;
    assertThat(naming.get(PATH).expect(200).body().path("items")).isNotEmpty();
    naming.get(path).expect(200);
    naming.patch(path, "{'password': '%s'}".formatted(NEW)).expect(200);
    naming.delete(path).expect(204);
    assertThat(typesOf(id)).containsExactly("USER_DELETED", "PASSWORD_CHANGED", CREATED);
  }

  @Test
  void putsOnThePlatformsRecordWhoDidWhatToWhom() {
    var tenant = identity.tenant();
    var id = make(email);
    var path = PATH + "/" + id;
    root.patch(path, "{'displayName': 'Renamed', 'password': '%s'}".formatted(NEW)).expect(200);
    root.delete(path).expect(204);
    assertThat(typesOf(id))
        .containsExactly("USER_DELETED", "USER_CHANGED", "PASSWORD_CHANGED", CREATED);
    assertThat(eventsOf(id))
        .allMatch(event -> event.path("actor").asText().equals(rootId.toString()));
    assertThat(tenant.http().get(EVENTS).expect(200).text()).doesNotContain(id.toString());
  }

  private List<String> typesOf(UUID target) {
    return eventsOf(target).stream().map(event -> event.path("type").asText()).toList();
  }

  /** The platform's events that happened to somebody, youngest first. */
  private List<JsonNode> eventsOf(UUID target) {
    var items = root.get(EVENTS + "?limit=500").expect(200).body().path("items");
    return items.findParents("target").stream()
        .filter(event -> event.path("target").asText().equals(target.toString()))
        .toList();
  }

  @Test
  void isForPlatformAdminsOnly() {
    var tenant = identity.tenant();
    for (var http : new Http[] {tenant.http(), identity.asService()}) {
      http.get(PATH).expect(403);
      http.get(PATH + "/" + rootId).expect(403);
      http.post(PATH, admin("x@example.com")).expect(403);
      http.patch(PATH + "/" + rootId, "{'displayName': 'x'}").expect(403);
      http.delete(PATH + "/" + rootId).expect(403);
    }
    identity.anonymous().get(PATH).expect(401);
  }
}
