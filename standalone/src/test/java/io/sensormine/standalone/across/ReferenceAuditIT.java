package io.sensormine.standalone.across;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.standalone.home.Service;
import org.junit.jupiter.api.Test;

/**
 * What becomes of a reference after it was checked, as device-api learns from the real registry.
 */
class ReferenceAuditIT {
  private static final String AUDIT = "/api/v1/reference-audit";

  @Test
  void tellsWhatTheRegistryNoLongerStandsFor() {
    try (var platform = Platform.start()) {
      var tenant = platform.newTenant();
      var schema = tenant.schema("probe", Tenant.DEFINITION);
      var type = tenant.deviceType("Probe", schema);
      var registry = tenant.admin(Service.REGISTRY);
      var version =
          registry
              .get("/api/v1/schemas/" + schema + "/versions/1")
              .expect(200)
              .body()
              .path("id")
              .asText();
      var devices = tenant.admin(Service.DEVICE);
      var pinned =
          devices
              .post(
                  "/api/v1/device-types",
                  """
                  {"name": "Pinned", "protocol": "HTTP", "schemaId": "%s",
                   "schemaVersionPolicy": "PINNED", "schemaVersionId": "%s"}\
                  """
                      .formatted(schema, version))
              .expect(201)
              .id();
      assertThat(devices.get(AUDIT).expect(200).body().path("items")).isEmpty();

      registry.post("/api/v1/schemas/" + schema + "/versions/1/deprecate", "").expect(200);
      // the one follows a schema without an ACTIVE version by now, the other still admits by its
      // pin
      var deprecated = devices.get(AUDIT).expect(200).body().path("items");
      assertThat(deprecated.findValuesAsText("kind")).containsExactly("DEPRECATED", "DEPRECATED");
      assertThat(deprecated.findValuesAsText("field"))
          .containsExactly("schemaId", "schemaVersionId");
      assertThat(deprecated.findValuesAsText("id")).containsExactly(schema.toString(), version);

      // nor does its draft admit a message
      registry
          .post(
              "/api/v1/schemas/" + schema + "/versions",
              "{\"definition\": {\"type\": \"object\", \"properties\": {\"other\": {\"type\": \"number\"}}}}")
          .expect(201);
      assertThat(devices.get(AUDIT).expect(200).body().path("items")).isEqualTo(deprecated);

      registry.delete("/api/v1/schemas/" + schema).expect(204);
      var items = devices.get(AUDIT).expect(200).body().path("items");
      assertThat(items.findValuesAsText("kind"))
          .containsExactly("ARCHIVED", "ARCHIVED", "DEPRECATED");
      assertThat(items.findValuesAsText("deviceTypeId"))
          .containsExactly(type.toString(), pinned.toString(), pinned.toString());
      assertThat(items.findValuesAsText("id"))
          .containsExactly(schema.toString(), schema.toString(), version);
      assertThat(platform.newTenant().admin(Service.DEVICE).get(AUDIT).body().path("items"))
          .isEmpty();
    }
  }
}
