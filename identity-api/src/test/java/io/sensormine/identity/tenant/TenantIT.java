package io.sensormine.identity.tenant;

import static io.sensormine.identity.testing.IdentityUnderTest.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.identity.testing.IdentityUnderTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantIT {
  private static final String PATH = "/api/v1/tenants";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();

  @Test
  void makesReadsAndRenamesATenant() {
    var platform = identity.platform();
    var made = platform.post(PATH, "{'slug': 'acme', 'name': 'Acme'}").expect(201);
    assertThat(made.header("Location")).isEqualTo(PATH + "/" + made.id());
    assertThat(made.body().path("status").asText()).isEqualTo("ACTIVE");
    var path = PATH + "/" + made.id();
    assertThat(platform.get(path).expect(200).body()).isEqualTo(made.body());
    var renamed = platform.patch(path, "{'name': 'Acme Ltd'}").expect(200).body();
    assertThat(renamed.path("name").asText()).isEqualTo("Acme Ltd");
    assertThat(renamed.path("slug").asText()).isEqualTo("acme");
    var taken = platform.post(PATH, "{'slug': 'acme', 'name': 'Other'}").expect(409);
    assertThat(taken.problem()).isEqualTo("name-taken");
    assertThat(taken.body().at("/errors/0/path").asText()).isEqualTo("/slug");
  }

  @Test
  void listsEachTenantOncePageByPage() {
    var ids = new UUID[] {identity.tenant().id(), identity.tenant().id(), identity.tenant().id()};
    var platform = identity.platform();
    var seen = new java.util.ArrayList<UUID>();
    var path = PATH + "?limit=2";
    for (String next = ""; next != null; ) {
      var page = platform.get(path + next).expect(200).body();
      page.path("items").forEach(item -> seen.add(UUID.fromString(item.path("id").asText())));
      var cursor = page.path("nextCursor");
      next = cursor.isNull() ? null : "&cursor=" + cursor.asText();
    }
    assertThat(seen).contains(ids).doesNotHaveDuplicates();
    platform.get(PATH + "?limit=0").expect(400);
    platform.get(PATH + "?limit=501").expect(400);
    assertThat(platform.get(PATH + "?cursor=x").expect(400).problem()).isEqualTo("invalid-cursor");
    assertThat(platform.get(PATH + "?cursor=MTph").expect(400).problem())
        .isEqualTo("invalid-cursor");
  }

  @Test
  void stopsLoginsRefreshesAndApiTokensOfASuspendedTenant() {
    var tenant = identity.tenant();
    var platform = identity.platform();
    var refresh =
        identity
            .login(tenant.slug(), tenant.email(), PASSWORD)
            .expect(200)
            .body()
            .path("refreshToken")
            .asText();
    var apiToken =
        tenant
            .http()
            .post("/api/v1/api-tokens", "{'name': 'ci', 'roles': ['TENANT_ADMIN']}")
            .expect(201)
            .body()
            .path("secret")
            .asText();
    var program = identity.service().http(apiToken);
    program.get("/api/v1/users").expect(200);
    assertThat(suspended()).doesNotContain(tenant.id().toString());

    platform.delete(PATH + "/" + tenant.id()).expect(204);
    assertThat(platform.get(PATH + "/" + tenant.id()).body().path("status").asText())
        .isEqualTo("SUSPENDED");
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(401);
    var body = "{'refreshToken': '%s'}".formatted(refresh);
    identity.anonymous().post("/api/v1/auth/refresh", body).expect(401);
    program.get("/api/v1/users").expect(401);
    assertThat(suspended()).contains(tenant.id().toString());

    platform.patch(PATH + "/" + tenant.id(), "{'status': 'ACTIVE'}").expect(200);
    identity.login(tenant.slug(), tenant.email(), PASSWORD).expect(200);
    identity.anonymous().post("/api/v1/auth/refresh", body).expect(200);
    program.get("/api/v1/users").expect(200);
  }

  private String suspended() {
    return identity.asService().get("/api/v1/internal/tenants/suspended").expect(200).text();
  }

  @Test
  void refusesWhatIsNoTenant() {
    var platform = identity.platform();
    for (var slug : new String[] {"", "A", "a b", "-a", "a-", "a_b", "a".repeat(64)}) {
      var answer = platform.post(PATH, "{'slug': '%s', 'name': 'x'}".formatted(slug)).expect(422);
      assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo("/slug");
    }
    platform.post(PATH, "{\"slug\": \"fine\", \"name\": \"a\\u0000b\"}").expect(422);
    platform.post(PATH, "{'slug': 'fine', 'name': ' '}").expect(422);
    platform.post(PATH, "{'slug': 'fine', 'name': 'x', 'plan': 'gold'}").expect(422);
    platform.get(PATH + "/17").expect(400);
    platform.get(PATH + "/" + UUID.randomUUID()).expect(404);
    platform.patch(PATH + "/" + UUID.randomUUID(), "{'name': 'x'}").expect(404);
    platform.delete(PATH + "/" + UUID.randomUUID()).expect(404);
    platform.delete(PATH + "/" + UUID.randomUUID() + "?erase=true").expect(404);
    platform.delete(PATH + "/" + UUID.randomUUID() + "?erase=yes").expect(400);
  }

  @Test
  void isForPlatformAdminsOnly() {
    var tenant = identity.tenant();
    var path = PATH + "/" + tenant.id();
    for (var http :
        new io.sensormine.kit.testing.Http[] {
          tenant.http(),
          identity.user(tenant, "o@example.com", "OPERATOR").http(),
          identity.asService()
        }) {
      http.post(PATH, "{'slug': 'mine', 'name': 'Mine'}").expect(403);
      http.get(PATH).expect(403);
      http.get(path).expect(403);
      http.patch(path, "{'name': 'x'}").expect(403);
      http.delete(path).expect(403);
      http.delete(path + "?erase=true").expect(403);
    }
    identity.anonymous().get(PATH).expect(401);
  }
}
