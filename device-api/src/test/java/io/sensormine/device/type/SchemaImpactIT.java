package io.sensormine.device.type;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.testing.Http;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another schema, or another version of it, does to the messages of a type's devices. */
class SchemaImpactIT {
  private static final String TYPES = "/api/v1/device-types";
  private static DeviceApi api;
  private Http admin;
  private String name = "";

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
    var tenant = UUID.randomUUID();
    admin = api.admin(tenant);
    name = "type-" + tenant;
    api.registry.failWith(0);
  }

  private String none() {
    return "{'name': '%s', 'protocol': 'HTTP'}".formatted(name);
  }

  private String latest(UUID schema) {
    return "{'name': '%s', 'protocol': 'HTTP', 'schemaId': '%s'}".formatted(name, schema);
  }

  private String pinned(UUID schema, UUID version) {
    return """
    {'name': '%s', 'protocol': 'HTTP', 'schemaId': '%s', 'schemaVersionPolicy': 'PINNED',
     'schemaVersionId': '%s'}
    """
        .formatted(name, schema, version);
  }

  /** A type with two devices that live and one that is retired; its path. */
  private String used(String body) {
    var type = admin.post(TYPES, body).expect(201).id();
    DeviceApi.makeDevice(admin, type, "a");
    DeviceApi.makeDevice(admin, type, "b");
    admin.delete("/api/v1/devices/" + DeviceApi.makeDevice(admin, type, "c")).expect(204);
    return TYPES + "/" + type;
  }

  private String unused(String body) {
    return TYPES + "/" + admin.post(TYPES, body).expect(201).id();
  }

  private JsonNode impact(String type, String body) {
    return admin.post(type + "/validate-update", body).expect(200).body();
  }

  private static List<String> said(JsonNode effects) {
    return StreamSupport.stream(effects.spliterator(), false)
        .map(effect ->
            "%s %s %d"
                .formatted(
                    effect.path("path").asText(),
                    effect.path("change").asText(),
                    effect.path("affectedDevices").asLong()))
        .toList();
  }

  @Test
  void breaksByAVersionThatDoesNotTakeWhatTheFormerTook() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var first = schema.latestVersion().id();
    var second = api.registry.addVersion(schema.id(), VersionStatus.ACTIVE);
    api.registry.breaking(first, second, Direction.BACKWARD);
    var type = used(pinned(schema.id(), first));
    var impact = impact(type, pinned(schema.id(), second));
    assertThat(said(impact.path("breakingChanges")))
        .containsExactly("/schemaVersionId SCHEMA_INCOMPATIBLE 2");
    assertThat(impact.path("affectedDevices").asLong()).isEqualTo(2);
    var change = impact.at("/breakingChanges/0/changes/0");
    assertThat(change.path("message").asText()).isEqualTo("`t` was number.");
    assertThat(change.path("old").asText()).isEqualTo("number");
    assertThat(change.at("/breaks/0").asText()).isEqualTo("BACKWARD");

    // LATEST_ACTIVE selects the second one
    assertThat(said(impact(type, latest(schema.id())).path("breakingChanges")))
        .containsExactly("/schemaVersionPolicy SCHEMA_INCOMPATIBLE 2");
    var refused = admin.put(type, latest(schema.id())).expect(409);
    assertThat(refused.problem()).isEqualTo("breaking-change");
    assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("schema-incompatible");
    assertThat(refused.body().at("/breakingChanges/0/changes")).hasSize(1);
    admin.put(type + "?force=true", latest(schema.id())).expect(200);
    assertThat(
            admin
                .get(type + "/audit-log")
                .body()
                .at("/items/0/details/breakingChanges/0/changes/0/message")
                .asText())
        .isEqualTo("`t` was number.");
  }

  @Test
  void breaksByAnotherSchemaEvenWithoutDevices() {
    var one = api.registry.add(VersionStatus.ACTIVE, false);
    var other = api.registry.add(VersionStatus.ACTIVE, false);
    api.registry.breaking(one.latestVersion().id(), other.latestVersion().id(), Direction.BACKWARD);
    var impact = impact(unused(latest(one.id())), latest(other.id()));
    assertThat(said(impact.path("breakingChanges")))
        .containsExactly("/schemaId SCHEMA_INCOMPATIBLE 0");
  }

  @Test
  void mindsNoVersionThatTakesAllThatTheFormerTook() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var first = schema.latestVersion().id();
    var second = api.registry.addVersion(schema.id(), VersionStatus.ACTIVE);
    api.registry.breaking(first, second, Direction.FORWARD);
    var type = used(pinned(schema.id(), first));
    assertThat(impact(type, pinned(schema.id(), second)).toString())
        .isEqualTo("{\"breakingChanges\":[],\"warnings\":[],\"affectedDevices\":0}");
    admin.put(type, pinned(schema.id(), second)).expect(200);
  }

  @Test
  void comparesNothingWhereTheSameVersionStaysSelected() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var version = schema.latestVersion().id();
    // a draft and a deprecated one are never the latest active
    api.registry.addVersion(schema.id(), VersionStatus.DRAFT);
    api.registry.addVersion(schema.id(), VersionStatus.DEPRECATED);
    var type = used(latest(schema.id()));
    int before = api.registry.comparisons();
    admin.put(type, pinned(schema.id(), version)).expect(200);
    admin.put(type, pinned(schema.id(), version)).expect(200);
    admin.put(type, latest(schema.id())).expect(200);
    assertThat(api.registry.comparisons()).isEqualTo(before);
  }

  @Test
  void breaksByASchemaWhereThereWasNoneAndDevicesAre() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var impact = impact(used(none()), latest(schema.id()));
    assertThat(said(impact.path("breakingChanges"))).containsExactly("/schemaId SCHEMA_ADDED 2");
    assertThat(impact.path("affectedDevices").asLong()).isEqualTo(2);
    name = name + "-unused";
    impact = impact(unused(none()), latest(schema.id()));
    assertThat(impact.path("breakingChanges")).isEmpty();
    assertThat(said(impact.path("warnings"))).containsExactly("/schemaId SCHEMA_ADDED 0");
  }

  @Test
  void breaksByASchemaOfWhichNoVersionIsActive() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var draft = api.registry.add(VersionStatus.DRAFT, false);
    var impact = impact(used(latest(schema.id())), latest(draft.id()));
    assertThat(said(impact.path("breakingChanges"))).containsExactly("/schemaId SCHEMA_INACTIVE 2");
    name = name + "-unused";
    impact = impact(unused(latest(schema.id())), latest(draft.id()));
    assertThat(impact.path("breakingChanges")).isEmpty();
    assertThat(said(impact.path("warnings"))).containsExactly("/schemaId SCHEMA_INACTIVE 0");
    name = name + "-without";
    impact = impact(unused(none()), latest(draft.id()));
    assertThat(said(impact.path("warnings")))
        .containsExactly("/schemaId SCHEMA_ADDED 0", "/schemaId SCHEMA_INACTIVE 0");
  }

  @Test
  void mindsNothingWhereNoMessageWasTakenBefore() {
    var draft = api.registry.add(VersionStatus.DRAFT, false);
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    api.registry.breaking(
        draft.latestVersion().id(), schema.latestVersion().id(), Direction.BACKWARD);
    admin.put(used(latest(draft.id())), latest(schema.id())).expect(200);
  }

  @Test
  void warnsThatNothingIsCheckedAnyMore() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var type = used(latest(schema.id()));
    var impact = impact(type, none());
    assertThat(said(impact.path("warnings"))).containsExactly("/schemaId SCHEMA_REMOVED 2");
    assertThat(impact.path("affectedDevices").asLong()).isZero();
    admin.put(type, none()).expect(200);
  }

  @Test
  void refusesWhatWasJudgedOfAnotherSchemaThanStandsByThen() {
    var one = api.registry.add(VersionStatus.ACTIVE, false);
    var other = api.registry.add(VersionStatus.ACTIVE, false);
    var third = api.registry.add(VersionStatus.ACTIVE, false);
    var type = used(latest(one.id()));
    api.registry.meanwhile(() -> admin.put(type, latest(third.id())).expect(200));
    var late = admin.put(type, latest(other.id())).expect(409);
    assertThat(late.problem()).isEqualTo("conflict");
    var standing = admin.get(type).expect(200);
    assertThat(standing.body().path("schemaId").asText()).isEqualTo(third.id().toString());
    assertThat(standing.header("ETag")).isEqualTo("\"2\"");
    api.registry.meanwhile(() -> admin.put(type, latest(one.id())).expect(200));
    var asked = admin.post(type + "/validate-update", latest(other.id())).expect(409);
    assertThat(asked.problem()).isEqualTo("conflict");
  }

  @Test
  void judgesNothingWhileTheRegistryFails() {
    var schema = api.registry.add(VersionStatus.ACTIVE, false);
    var type = used(latest(schema.id()));
    api.registry.failWith(500);
    assertThat(admin.post(type + "/validate-update", latest(schema.id())).expect(503).problem())
        .isEqualTo("dependency-unavailable");
    // what refers to no schema needs no registry
    impact(type, none());
  }
}
