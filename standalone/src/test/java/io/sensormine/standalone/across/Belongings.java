package io.sensormine.standalone.across;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.home.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Something of every kind that belongs to a tenant, under names that occur nowhere else.
 *
 * @param ids by kind, such as {@code device}
 * @param credentials the secrets by which somebody may act: an API token of each role, a device's
 *     and a gateway's credential
 */
record Belongings(Tenant tenant, Map<String, String> ids, Map<String, String> credentials) {
  private static final String EXTERNAL_ID = "zinnober-device";
  private static final List<String> ROLES = List.of("TENANT_ADMIN", "OPERATOR", "ANALYST");

  /** Makes them. */
  static Belongings of(Tenant tenant) {
    var ids = new LinkedHashMap<String, String>();
    var credentials = new LinkedHashMap<String, String>();
    var identity = tenant.admin(Service.IDENTITY);
    ids.put("tenant", tenant.id().toString());
    for (var role : List.of("OPERATOR", "ANALYST")) {
      ids.put(
          "user", identity.post("/api/v1/users", tenant.user(role)).expect(201).id().toString());
    }
    for (var role : ROLES) {
      var made =
          identity
              .post(
                  "/api/v1/api-tokens",
                  "{\"name\": \"zinnober-%s\", \"roles\": [\"%s\"]}".formatted(role, role))
              .expect(201);
      ids.put("api-token", made.id().toString());
      credentials.put(role, text(made, "secret"));
    }
    var registry = tenant.admin(Service.REGISTRY);
    var schema = tenant.schema("zinnober-schema", Tenant.DEFINITION);
    ids.put("schema", schema.toString());
    ids.put(
        "schema-version",
        text(registry.get("/api/v1/schemas/" + schema + "/versions/1").expect(200), "id"));
    var type = tenant.deviceType("zinnober-type", schema);
    ids.put("device-type", type.toString());
    var device = tenant.device(EXTERNAL_ID, type);
    ids.put("device", device.toString());
    var devices = tenant.admin(Service.DEVICE);
    var own = devices.post("/api/v1/devices/" + device + "/credentials", "{}").expect(201);
    ids.put("device-credential", own.id().toString());
    credentials.put("DEVICE", text(own, "token"));
    var gateway =
        devices.post("/api/v1/gateway-credentials", "{\"name\": \"zinnober-gateway\"}").expect(201);
    ids.put("gateway-credential", gateway.id().toString());
    credentials.put("GATEWAY", text(gateway, "token"));
    tenant
        .platform()
        .http(Service.INGESTION, credentials.get("DEVICE"))
        .post("/api/v1/telemetry", "{\"temperature\": 70}")
        .expect(200);
    return new Belongings(tenant, Map.copyOf(ids), Map.copyOf(credentials));
  }

  private static String text(Http.Answer answer, String property) {
    JsonNode value = answer.body().path(property);
    return value.asText();
  }

  String id(String kind) {
    var id = ids.get(kind);
    if (id == null) {
      throw new AssertionError("nothing of ours is a " + kind);
    }
    return id;
  }

  String credential(String role) {
    var credential = credentials.get(role);
    if (credential == null) {
      throw new AssertionError("nobody of ours is a " + role);
    }
    return credential;
  }

  /** The device's external id. */
  String externalId() {
    return credentials.isEmpty() ? "device-of-nobody" : EXTERNAL_ID;
  }

  /** What tells of them: an answer to anyone else has none of it that was not in the question. */
  List<String> telltales() {
    var all = new ArrayList<>(ids.values());
    all.add(tenant.slug());
    all.add("zinnober");
    return all;
  }

  /** Ids of the same kinds that belong to nobody. */
  Belongings ofNobody() {
    var random = new LinkedHashMap<String, String>();
    ids.keySet().forEach(kind -> random.put(kind, UUID.randomUUID().toString()));
    return new Belongings(tenant, Map.copyOf(random), Map.of());
  }
}
