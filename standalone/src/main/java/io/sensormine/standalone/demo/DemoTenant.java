package io.sensormine.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant to try things with: an admin, a gateway and one device, {@value #DEVICE}, whose type
 * takes any message. Made through the HTTP API, as anybody would; making it again changes nothing.
 */
public final class DemoTenant {
  public static final String SLUG = "demo";
  public static final String EMAIL = "admin@demo.example";

  /** The external id of the device that the first curl lines send for. */
  public static final String DEVICE = "hello-1";

  /** The name of its gateway. */
  public static final String GATEWAY = "demo-gateway";

  private static final String DEVICE_TYPE = "Hello";

  private final Ports ports;
  private final SecretStore secrets;

  public DemoTenant(Ports ports, SecretStore secrets) {
    this.ports = ports;
    this.secrets = secrets;
  }

  /** Makes what is missing of it. */
  public void ensure() {
    var identity = ports.url(Service.IDENTITY);
    var platform =
        Api.login(
            identity,
            null,
            secrets.get(SecretStore.ADMIN_EMAIL),
            secrets.get(SecretStore.ADMIN_PASSWORD));
    var tenant = tenant(new Api(identity, platform, null));
    ensureAdmin(new Api(identity, platform, tenant));
    var devices = new Api(ports.url(Service.DEVICE), loginAsAdmin(), null);
    ensureGateway(devices);
    var type = deviceType(devices);
    ensureDevice(devices, type);
  }

  /** An access token of the tenant's admin. */
  public String loginAsAdmin() {
    return Api.login(
        ports.url(Service.IDENTITY), SLUG, EMAIL, secrets.get(SecretStore.DEMO_PASSWORD));
  }

  private static String tenant(Api platform) {
    return find(platform, "/api/v1/tenants", "slug", SLUG)
        .orElseGet(() ->
            platform
                .post("/api/v1/tenants", Map.of("slug", SLUG, "name", "Demo"))
                .orFail("Making the demo tenant"))
        .path("id")
        .asText();
  }

  private void ensureAdmin(Api tenant) {
    var made =
        tenant.post(
            "/api/v1/users",
            Map.of(
                "email",
                EMAIL,
                "displayName",
                "Demo admin",
                "password",
                secrets.get(SecretStore.DEMO_PASSWORD),
                "roles",
                List.of("TENANT_ADMIN")));
    if (made.status() != 409) {
      made.orFail("Making the demo tenant's admin");
    }
  }

  private void ensureGateway(Api devices) {
    var known = find(devices, "/api/v1/gateway-credentials", "name", GATEWAY);
    if (known.isPresent() && secrets.find(SecretStore.DEMO_GATEWAY_CREDENTIAL).isPresent()) {
      return;
    }
    // its token is shown once: without it the credential is of no use
    known.ifPresent(lost ->
        devices
            .delete("/api/v1/gateway-credentials/" + lost.path("id").asText())
            .orFail("Revoking the demo gateway's lost credential"));
    var made =
        devices
            .post("/api/v1/gateway-credentials", Map.of("name", GATEWAY))
            .orFail("Making the demo gateway's credential");
    secrets.put(SecretStore.DEMO_GATEWAY_CREDENTIAL, made.path("token").asText());
  }

  private static String deviceType(Api devices) {
    return find(devices, "/api/v1/device-types", "name", DEVICE_TYPE)
        .orElseGet(() ->
            devices
                .post(
                    "/api/v1/device-types",
                    Map.of(
                        "name",
                        DEVICE_TYPE,
                        "description",
                        "Takes any message; for the first steps",
                        "protocol",
                        "HTTP",
                        "schemaVersionPolicy",
                        "LATEST_ACTIVE",
                        "attributes",
                        List.of(),
                        "tags",
                        List.of("demo")))
                .orFail("Making the demo's device type"))
        .path("id")
        .asText();
  }

  private static void ensureDevice(Api devices, String type) {
    if (devices.get("/api/v1/devices/by-external-id/" + DEVICE).status() == 200) {
      return;
    }
    devices
        .post(
            "/api/v1/devices",
            Map.of("externalId", DEVICE, "name", "Hello device", "deviceTypeId", type))
        .orFail("Making the demo's device");
  }

  /** The item of a list, all its pages, that has this value; living ones only. */
  public static Optional<JsonNode> find(Api api, String path, String property, String value) {
    var cursor = "";
    while (true) {
      var page = api.get(path + "?limit=500" + cursor).orFail("Listing " + path);
      for (var item : page.path("items")) {
        if (item.path(property).asText().equals(value)
            && item.path("revokedAt").isNull() == item.has("revokedAt")) {
          return Optional.of(item);
        }
      }
      if (page.path("nextCursor").isNull()) {
        return Optional.empty();
      }
      cursor =
          "&cursor=" + URLEncoder.encode(page.path("nextCursor").asText(), StandardCharsets.UTF_8);
    }
  }
}
