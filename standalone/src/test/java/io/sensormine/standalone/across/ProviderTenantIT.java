package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.kit.testing.Http;
import io.sensormine.kit.testing.Provider;
import io.sensormine.standalone.home.Service;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider's token is taken for a tenant that there is, in every service, and for no other. */
class ProviderTenantIT {
  private static final Map<Service, String> READS =
      Map.of(
          Service.IDENTITY, "/api/v1/api-tokens",
          Service.REGISTRY, "/api/v1/schemas",
          Service.DEVICE, "/api/v1/devices",
          Service.QUERY, "/api/v1/metrics/temperature?deviceTypeId=" + UUID.randomUUID());
  private static final String SCHEMA =
      "{\"name\": \"s\", \"definition\": %s}".formatted(Tenant.DEFINITION);

  private static Provider provider;
  private static Platform platform;

  @BeforeAll
  static void start() {
    provider = Provider.start();
    platform = Platform.start(provider.environment());
  }

  @AfterAll
  static void stop() {
    platform.close();
    provider.close();
  }

  @Test
  void refusesATenantThatNeverWasAndStoresNothingForIt() {
    var never = UUID.randomUUID();
    READS.forEach((service, path) -> refused(as(service, never).get(path)));
    refused(as(Service.REGISTRY, never).post("/api/v1/schemas", SCHEMA));
    refused(as(Service.DEVICE, never).post("/api/v1/gateway-credentials", "{\"name\": \"g\"}"));
    refused(as(Service.INGESTION, never).post("/api/v1/telemetry", "{\"temperature\": 70}"));
  }

  @Test
  void takesATenantAsSoonAsItIsMade() {
    var claims = Map.<String, Object>of("roles", List.of("PLATFORM_ADMIN"));
    var tenant =
        platform
            .http(Service.IDENTITY, provider.token("ops", claims))
            .post("/api/v1/tenants", "{\"slug\": \"acme\", \"name\": \"Acme\"}")
            .expect(201)
            .id();
    READS.forEach((service, path) -> as(service, tenant).get(path).expect(200));
    as(Service.REGISTRY, tenant).post("/api/v1/schemas", SCHEMA).expect(201);
    as(Service.INGESTION, tenant).post("/api/v1/telemetry", "{\"temperature\": 70}").expect(403);
  }

  private static void refused(Http.Answer answer) {
    assertThat(answer.expect(401).problem()).isEqualTo("unauthenticated");
  }

  private static Http as(Service service, UUID tenant) {
    var claims =
        Map.<String, Object>of("roles", List.of("TENANT_ADMIN"), "tenant_id", tenant.toString());
    return platform.http(service, provider.token("someone", claims));
  }
}
