package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device type refers to at the registry. */
class SchemaReferenceIT {
  private static final String TYPES = "/api/v1/device-types";
  private static DeviceApi api;
  private UUID tenant = UUID.randomUUID();
  private Http admin;

  @BeforeAll
  static void start() {
    api = DeviceApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void aNewTenant() {
    tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    api.registry.failWith(0);
  }

  @Test
  void checksTheSchemaAtTheRegistry() throws SQLException {
    var before = api.count("device_types");
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var draft = api.registry.add(VersionStatus.DRAFT, false);
    var archived = api.registry.add(VersionStatus.ACTIVE, true);
    referenceRefused(with(UUID.randomUUID()), "/schemaId");
    referenceRefused(with(archived.id()), "/schemaId");
    referenceRefused(with(schema.id(), UUID.randomUUID()), "/schemaVersionId");
    referenceRefused(with(schema.id(), draft.latestVersion().id()), "/schemaVersionId");
    referenceRefused(with(draft.id(), draft.latestVersion().id()), "/schemaVersionId");
    assertThat(api.count("device_types")).isEqualTo(before);
    var deprecated = api.registry.add(VersionStatus.DEPRECATED, false);
    admin.post(TYPES, with(deprecated.id(), deprecated.latestVersion().id())).expect(201);
    // LATEST_ACTIVE of a schema that has only a draft yet: it admits nothing until there is one
    var id = admin.post(TYPES, with(draft.id())).expect(201).id();
    var refused = admin.put(TYPES + "/" + id, with(UUID.randomUUID())).expect(422);
    assertThat(refused.problem()).isEqualTo("unknown-reference");
  }

  @Test
  void letsAReferenceStayWhoseSchemaWasArchivedSince() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var id = admin.post(TYPES, with(schema.id())).expect(201).id();
    api.registry.archive(schema);
    admin.put(TYPES + "/" + id, with(schema.id())).expect(200);
    admin.post(TYPES, with(schema.id())).expect(422);
  }

  private void referenceRefused(String body, String path) {
    var answer = admin.post(TYPES, body).expect(422);
    assertThat(answer.problem()).isEqualTo("unknown-reference");
    assertThat(answer.body().at("/errors/0/path").asText()).isEqualTo(path);
  }

  private static String with(UUID schemaId) {
    return "{'name': '%s', 'protocol': 'HTTP', 'schemaId': '%s'}"
        .formatted(UUID.randomUUID(), schemaId);
  }

  private static String with(UUID schemaId, UUID versionId) {
    return """
    {"name": "%s", "protocol": "HTTP", "schemaId": "%s", "schemaVersionPolicy": "PINNED",
     "schemaVersionId": "%s"}
    """
        .formatted(UUID.randomUUID(), schemaId, versionId);
  }

  @Test
  void writesNothingWhileTheRegistryFails() throws SQLException {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var id = admin.post(TYPES, with(schema.id())).expect(201).id();
    long types = api.count("device_types");
    long versions = api.count("device_type_versions");
    api.registry.failWith(500);
    var away = admin.post(TYPES, with(schema.id())).expect(503);
    assertThat(away.problem()).isEqualTo("dependency-unavailable");
    assertThat(away.header("Retry-After")).isNotEmpty();
    admin.put(TYPES + "/" + id, with(schema.id())).expect(503);
    assertThat(api.count("device_types")).isEqualTo(types);
    assertThat(api.count("device_type_versions")).isEqualTo(versions);
    assertThat(admin.get(TYPES + "/" + id).header("ETag")).isEqualTo("\"1\"");
    // what refers to no schema needs no registry
    DeviceApi.makeType(admin);
  }

  @Test
  void writesNothingWhileTheRegistryCannotBeReached() throws SQLException {
    try (var lonely = DeviceApi.start()) {
      var schema = lonely.registry.add(VersionStatus.ACTIVE, false);
      lonely.registry.close();
      var away = lonely.admin(tenant).post(TYPES, with(schema.id())).expect(503);
      assertThat(away.problem()).isEqualTo("dependency-unavailable");
      assertThat(away.header("Retry-After")).isNotEmpty();
      assertThat(lonely.count("device_types")).isZero();
      assertThat(lonely.count("device_type_audit_logs")).isZero();
    }
  }

  @Test
  void tellsIngestionWhatItMustKnow() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var id = admin.post(TYPES, with(schema.id(), schema.latestVersion().id())).id();
    var path = "/api/v1/internal/device-types/%s/ingest-view";
    var view = api.service(tenant).get(path.formatted(id)).expect(200).body();
    assertThat(view.path("schemaId").asText()).isEqualTo(schema.id().toString());
    assertThat(view.path("schemaVersionPolicy").asText()).isEqualTo("PINNED");
    api.service(tenant).get(path.formatted(UUID.randomUUID())).expect(404);
    api.service(UUID.randomUUID()).get(path.formatted(id)).expect(404);
    admin.get(path.formatted(id)).expect(403);
  }

  @Test
  void listsForServicesWhatAllTypesFollow() {
    var tenantId = UUID.randomUUID();
    var owner = api.admin(tenantId);
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var pinned = owner.post(TYPES, with(schema.id(), schema.latestVersion().id())).id();
    var archived = DeviceApi.makeType(owner);
    owner.delete(TYPES + "/" + archived).expect(204);
    var path = "/api/v1/internal/ingest-views?limit=1";
    var first = api.service(tenantId).get(path).expect(200).body();
    assertThat(first.at("/items/0/id").asText()).isEqualTo(pinned.toString());
    assertThat(first.at("/items/0/schemaVersionId").asText())
        .isEqualTo(schema.latestVersion().id().toString());
    var rest =
        api.service(tenantId)
            .get(path + "&cursor=" + first.path("nextCursor").asText())
            .expect(200)
            .body();
    assertThat(rest.at("/items/0/id").asText()).isEqualTo(archived.toString());
    assertThat(rest.at("/items/0/schemaId").isNull()).isTrue();
    assertThat(rest.path("nextCursor").isNull()).isTrue();
    assertThat(api.service(UUID.randomUUID()).get(path).expect(200).body().path("items")).isEmpty();
    owner.get(path).expect(403);
  }
}
