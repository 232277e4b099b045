package io.sensormine.identity.crosstenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.identity.testing.IdentityUnderTest;
import io.sensormine.identity.testing.IdentityUnderTest.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What others do for a tenant stands in that tenant's own log. */
class CrossTenantIT {
  private static final String ACTS = "/api/v1/internal/cross-tenant-acts";

  private final IdentityUnderTest identity = IdentityUnderTest.shared();
  private final Tenant tenant = identity.tenant();

  @Test
  void recordsWhatAPlatformAdminDoesHereBeforeItIsDone() {
    var platform = identity.platform();
    var me = platform.get("/api/v1/me").expect(200).body().path("id").asText();
    platform.forTenant(tenant.id()).post("/api/v1/users", "{'displayName': 'refused'}").expect(422);
    var act = acts().getFirst();
    assertThat(act.path("actor").asText()).isEqualTo(me);
    assertThat(act.path("detail").asText()).isEqualTo("identity-api: POST /api/v1/users");
    assertThat(acts()).hasSize(2);
  }

  @Test
  void recordsWhatAnotherServiceIsAboutToDoForSomeone() {
    identity.asService().post(ACTS, act(tenant.id(), "root", "DELETE", false)).expect(204);
    identity.asService().post(ACTS, act(tenant.id(), "root", "DELETE", false)).expect(204);
    assertThat(acts()).extracting(it -> it.path("actor").asText()).startsWith("root", "root");
    assertThat(acts().getFirst().path("detail").asText())
        .isEqualTo("device-api: DELETE /api/v1/devices/1");
  }

  @Test
  void recordsAServicesRoutineOnceAnHour() throws Exception {
    for (int i = 0; i < 3; i++) {
      identity
          .asService()
          .post(ACTS, act(tenant.id(), "ingestion-service", "GET", true))
          .expect(204);
    }
    identity.asService().post(ACTS, act(tenant.id(), "query-api", "GET", true)).expect(204);
    assertThat(routine()).containsExactly("query-api", "ingestion-service");
    identity.sql(
        "UPDATE identity.security_events SET occurred_at = occurred_at - interval '61 minutes'"
            + " WHERE tenant_id = ?",
        tenant.id());
    identity.asService().post(ACTS, act(tenant.id(), "ingestion-service", "GET", true)).expect(204);
    assertThat(routine()).containsExactly("ingestion-service", "query-api", "ingestion-service");
  }

  @Test
  void knowsNoTenantThatIsNotThere() {
    var nowhere = UUID.randomUUID();
    identity.asService().post(ACTS, act(nowhere, "root", "GET", false)).expect(404);
    identity.asService().post(ACTS, act(nowhere, "device-api", "GET", true)).expect(404);
    var platform = identity.platform().forTenant(nowhere);
    platform.get("/api/v1/users").expect(404);
    platform.get("/api/v1/security-events").expect(404);
    platform.post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['ANALYST']}").expect(404);
  }

  @Test
  void refusesToWriteForATenantThatIsBeingErased() {
    var platform = identity.platform();
    platform.delete("/api/v1/tenants/" + tenant.id() + "?erase=true").expect(202);
    var service = identity.asService();
    var refused = service.post(ACTS, act(tenant.id(), "root", "POST", false)).expect(409);
    assertThat(refused.problem()).isEqualTo("conflict");
    service.post(ACTS, act(tenant.id(), "root", "GET", false)).expect(204);
    service.post(ACTS, act(tenant.id(), "root", "HEAD", false)).expect(204);
    service.post(ACTS, act(tenant.id(), "ingestion-service", "POST", true)).expect(204);
    var here = platform.forTenant(tenant.id());
    here.post("/api/v1/api-tokens", "{'name': 'x', 'roles': ['ANALYST']}").expect(409);
    here.get("/api/v1/users").expect(200);
  }

  @Test
  void isForServicesOnlyAndTakesWholeActs() {
    var body = act(tenant.id(), "root", "GET", false);
    identity.anonymous().post(ACTS, body).expect(401);
    identity.platform().post(ACTS, body).expect(403);
    tenant.http().post(ACTS, body).expect(403);
    identity.asService().post(ACTS, "{'tenantId': '%s'}".formatted(tenant.id())).expect(422);
    var longPath = body.replace("/devices/1", "/" + "x".repeat(2_000));
    identity.asService().post(ACTS, longPath).expect(204);
    assertThat(acts().getFirst().path("detail").asText()).hasSizeLessThan(600);
  }

  private List<String> routine() {
    return acts().stream()
        .map(it -> it.path("actor").asText())
        .filter(actor -> actor.contains("-service") || actor.endsWith("-api"))
        .toList();
  }

  private List<JsonNode> acts() {
    var items =
        tenant
            .http()
            .get("/api/v1/security-events?type=CROSS_TENANT_ACT")
            .expect(200)
            .body()
            .path("items");
    var acts = new ArrayList<JsonNode>();
    items.forEach(acts::add);
    return acts;
  }

  private static String act(UUID tenantId, String actor, String method, boolean routine) {
    return """
    {"tenantId": "%s", "actor": "%s", "method": "%s", "path": "/api/v1/devices/1", "routine": %s}
    """
        .formatted(tenantId, actor, method, routine);
  }
}
