package io.sensormine.identity.user;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.kit.testing.Http;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UserIT {
  private static final String PATH = "/api/v1/users";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void makesReadsChangesAndDeletesAUser() {
    var admin = identity.tenant().http();
    var made = admin.post(PATH, user("New@Example.com", PASSWORD, "ANALYST")).expect(201);
    assertThat(made.header("Location")).isEqualTo(PATH + "/" + made.id());
    assertThat(made.body().path("email").asText()).isEqualTo("new@example.com");
    assertThat(made.text()).doesNotContain(PASSWORD).doesNotContainIgnoringCase("password");
    var path = PATH + "/" + made.id();
    assertThat(admin.get(path).expect(200).body()).isEqualTo(made.body());
    var changed =
        admin
            .patch(path, "{'displayName': 'Renamed', 'roles': ['OPERATOR', 'OPERATOR']}")
            .expect(200)
            .body();
    assertThat(changed.path("displayName").asText()).isEqualTo("Renamed");
    assertThat(changed.path("roles").toString()).isEqualTo("[\"OPERATOR\"]");
    admin.delete(path).expect(204);
    admin.get(path).expect(404);
    admin.delete(path).expect(404);
  }

  @Test
  void listsOnlyTheTenantsOwnPageByPage() {
    var tenant = identity.tenant();
    identity.tenant();
    identity.user(tenant, "b@example.com", "ANALYST");
    var first = tenant.http().get(PATH + "?limit=1").expect(200).body();
    assertThat(first.at("/items/0/email").asText()).isEqualTo("admin@example.com");
    var second =
        tenant
            .http()
            .get(PATH + "?limit=1&cursor=" + first.path("nextCursor").asText())
            .expect(200)
            .body();
    assertThat(second.at("/items/0/email").asText()).isEqualTo("b@example.com");
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void keepsAnEmailAddressUniqueWithinATenantOnly() {
    var tenant = identity.tenant();
    var taken = tenant.http().post(PATH, user("ADMIN@example.com", PASSWORD, "ANALYST"));
    assertThat(taken.expect(409).problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/email");
    // every tenant of these tests has a user by that name
    assertThat(identity.tenant().email()).isEqualTo(tenant.email());
  }

  @Test
  void refusesWeakPasswords() {
    var admin = identity.tenant().http();
    var tooShort = admin.post(PATH, user("a@example.com", "elevenchars", "ANALYST")).expect(422);
    assertThat(tooShort.body().at("/errors/0/path").asText()).isEqualTo("/password");
    var common = admin.post(PATH, user("a@example.com", "Password1234", "ANALYST")).expect(422);
    assertThat(common.text()).contains("attackers").doesNotContain("Password1234");
    var made = admin.post(PATH, user("a@example.com", PASSWORD, "ANALYST")).expect(201);
    admin.patch(PATH + "/" + made.id(), "{'password': 'short'}").expect(422);
    var own =
        admin.patch(PATH + "/" + made.id(), "{'password': 'a@example.com 1!'}").expect(422).text();
    assertThat(own).contains("your own name").doesNotContain("example");
    admin.patch(PATH + "/" + UUID.randomUUID(), "{'password': 'short'}").expect(404);
  }

  @Test
  void refusesWhatIsNoUser() {
    var admin = identity.tenant().http();
    admin.post(PATH, user("not an address", PASSWORD, "ANALYST")).expect(422);
    admin.post(PATH, "{'email': 'a@example.com', 'displayName': 'x', 'password': 'x'}").expect(422);
    admin
        .post(
            PATH,
            "{'email': 'a@example.com', 'displayName': 'x', 'password': 'long enough it is',"
                + " 'roles': []}")
        .expect(422);
    admin.patch(PATH + "/" + UUID.randomUUID(), "{'displayName': 'x'}").expect(404);
    admin.get(PATH + "/17").expect(400);
  }

  @Test
  void givesNobodyARoleBeyondTheTenants() {
    var tenant = identity.tenant();
    var platform = identity.platform().forTenant(tenant.id());
    for (var role : new String[] {"PLATFORM_ADMIN", "SERVICE", "DEVICE", "ROOT", "0"}) {
      for (var http : new Http[] {tenant.http(), platform}) {
        var answer = http.post(PATH, user("a@example.com", PASSWORD, role)).expect(422);
        assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo("/roles/0");
      }
      tenant
          .http()
          .patch(PATH + "/" + tenant.userId(), "{'roles': ['%s']}".formatted(role))
          .expect(422);
    }
  }

  @Test
  void hidesAnotherTenantsUsers() {
    var tenant = identity.tenant();
    var stranger = identity.tenant().http();
    var path = PATH + "/" + tenant.userId();
    stranger.get(path).expect(404);
    stranger.patch(path, "{'displayName': 'Mine now'}").expect(404);
    stranger.delete(path).expect(404);
    assertThat(tenant.http().get(path).expect(200).body().path("displayName").asText())
        .isEqualTo("Someone");
    assertThat(stranger.forTenant(tenant.id()).get(path).expect(403).problem())
        .isEqualTo("tenant-not-allowed");
  }

  @Test
  void letsAPlatformAdminActForATenantThatExists() {
    var tenant = identity.tenant();
    var platform = identity.platform();
    platform.forTenant(tenant.id()).get(PATH + "/" + tenant.userId()).expect(200);
    assertThat(platform.get(PATH).expect(400).problem()).isEqualTo("tenant-required");
    var nowhere = platform.forTenant(UUID.randomUUID());
    nowhere.post(PATH, user("a@example.com", PASSWORD, "ANALYST")).expect(404);
  }

  @Test
  void isForAdminsOnly() {
    var tenant = identity.tenant();
    for (var http :
        new Http[] {
          identity.user(tenant, "o@example.com", "OPERATOR").http(),
          identity.user(tenant, "a@example.com", "ANALYST").http(),
          identity.asService().forTenant(tenant.id())
        }) {
      http.get(PATH).expect(403);
      http.get(PATH + "/" + tenant.userId()).expect(403);
      http.post(PATH, user("x@example.com", PASSWORD, "ANALYST")).expect(403);
      http.patch(PATH + "/" + tenant.userId(), "{'displayName': 'x'}").expect(403);
      http.delete(PATH + "/" + tenant.userId()).expect(403);
    }
    identity.anonymous().get(PATH).expect(401);
  }

  private static String user(String email, String password, String role) {
    return """
    {"email": "%s", "displayName": "Someone", "password": "%s", "roles": ["%s"]}
    """
        .formatted(email, password, role);
  }
}
