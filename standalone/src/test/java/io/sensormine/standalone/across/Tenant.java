package io.sensormine.standalone.across;

import io.sensormine.kit.testing.Http;
import io.sensormine.standalone.home.Service;
import java.util.Locale;
import java.util.UUID;

/** A tenant of a test, acted for by users of each role. */
record Tenant(Platform platform, UUID id, String slug) {
  static final String PASSWORD = "a password of some length 42";
  static final String DEFINITION =
      """
      {"type": "object", "required": ["temperature"], "additionalProperties": false, "properties": {
        "temperature": {"type": "number", "unit": "[degF]", "minimum": -100, "maximum": 500},
        "on": {"type": "boolean"}}}\
      """;

  /** The body that makes a user of a role. */
  String user(String role) {
    return """
    {"email": "%s@%s.example", "displayName": "%s", "password": "%s", "roles": ["%s"]}\
    """
        .formatted(email(role), slug, role, PASSWORD, role);
  }

  /** The user of a role, who must have been made. */
  Http as(String role, Service service) {
    return platform.http(service, token(role));
  }

  Http admin(Service service) {
    return as("TENANT_ADMIN", service);
  }

  String token(String role) {
    return platform.token(login(role));
  }

  /** The body that signs in the user who was made for a role. */
  String login(String role) {
    return "{\"tenant\": \"%s\", \"email\": \"%s@%s.example\", \"password\": \"%s\"}"
        .formatted(slug, email(role), slug, PASSWORD);
  }

  /** A schema of that name with its first version active. */
  UUID schema(String name, String definition) {
    var registry = admin(Service.REGISTRY);
    var schema =
        registry
            .post(
                "/api/v1/schemas",
                "{\"name\": \"%s\", \"definition\": %s}".formatted(name, definition))
            .expect(201)
            .id();
    registry.post("/api/v1/schemas/" + schema + "/versions/1/activate", "{}").expect(200);
    return schema;
  }

  UUID deviceType(String name, UUID schema) {
    return admin(Service.DEVICE)
        .post(
            "/api/v1/device-types",
            """
            {"name": "%s", "protocol": "HTTP", "schemaId": "%s",
             "schemaVersionPolicy": "LATEST_ACTIVE", "attributes": [], "tags": []}\
            """
                .formatted(name, schema))
        .expect(201)
        .id();
  }

  UUID device(String externalId, UUID type) {
    return admin(Service.DEVICE)
        .post(
            "/api/v1/devices",
            "{\"externalId\": \"%s\", \"name\": \"%s\", \"deviceTypeId\": \"%s\"}"
                .formatted(externalId, externalId, type))
        .expect(201)
        .id();
  }

  /** A new credential of a device. */
  String credential(UUID device) {
    return admin(Service.DEVICE)
        .post("/api/v1/devices/" + device + "/credentials", "{}")
        .expect(201)
        .body()
        .path("token")
        .asText();
  }

  private static String email(String role) {
    return role.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
