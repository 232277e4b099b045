package io.sensormine.device.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensormine.contracts.registry.Schema;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.device.testing.DeviceApi;
import io.sensormine.kit.list.Pages;
import io.sensormine.kit.security.Roles;
import io.sensormine.kit.testing.Http;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit that runs by itself, over all tenants, ten times a second here. */
class ReferenceAuditTaskIT {
  private static final String FINDINGS = "sensormine_reference_audit_findings{kind=\"%s\"";
  private static final String SUCCESS = "sensormine_reference_audit_last_success_timestamp_seconds";
  private static final String FAILED = "sensormine_reference_audit_failed_tenants";
  private DeviceApi api;

  @BeforeEach
  void start() {
    api =
        DeviceApi.start(
            Map.of(
                "SENSORMINE_DEVICE_REFERENCE_AUDIT_INTERVAL", "100ms",
                "SENSORMINE_DEVICE_REFERENCE_AUDIT_INITIAL_DELAY", "0s"));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Schema schema() {
    return api.registry.add(VersionStatus.ACTIVE, false);
  }

  private static void follow(Http admin, Schema schema) {
    DeviceApi.makeType(admin, ", 'schemaId': '%s'".formatted(schema.id()));
  }

  private static void pin(Http admin, Schema schema) {
    DeviceApi.makeType(
        admin,
        ", 'schemaId': '%s', 'schemaVersionPolicy': 'PINNED', 'schemaVersionId': '%s'"
            .formatted(schema.id(), schema.latestVersion().id()));
  }

  private double gauge(String prefix) {
    return api.service
        .anonymous()
        .get("/prometheus")
        .expect(200)
        .text()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + prefix));
  }

  private boolean shows(double unknown, double archived, double deprecated) {
    return gauge(FINDINGS.formatted("unknown")) == unknown
        && gauge(FINDINGS.formatted("archived")) == archived
        && gauge(FINDINGS.formatted("deprecated")) == deprecated;
  }

  private static void eventually(BooleanSupplier condition) {
    var deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void countsWhatDanglesInAllTenantsAndTellsNoneOfThem() {
    var ours = UUID.randomUUID();
    var theirs = UUID.randomUUID();
    var lost = schema();
    var archived = schema();
    var deprecated = schema();
    follow(api.admin(ours), lost);
    follow(api.admin(theirs), lost);
    follow(api.admin(ours), archived);
    pin(api.admin(theirs), deprecated);
    follow(api.admin(theirs), schema());
    eventually(() -> shows(0, 0, 0));
    api.registry.forget(lost);
    api.registry.archive(archived);
    api.registry.deprecate(deprecated);
    eventually(() -> shows(2, 1, 1));
    assertThat(gauge(SUCCESS))
        .isBetween(Instant.now().getEpochSecond() - 60.0, Instant.now().getEpochSecond() + 1.0);
    assertThat(api.service.anonymous().get("/prometheus").text())
        .doesNotContain(ours.toString(), theirs.toString());
    assertThat(api.registry.resolved()).extracting(call -> call.tenantId()).contains(ours, theirs);
    assertThat(api.as(ours, Roles.ANALYST).get("/api/v1/reference-audit").body().path("items"))
        .hasSize(2);
  }

  @Test
  void keepsTheLastNumbersWhileTheRegistryIsAwayAndGoesOnAfterwards() {
    var admin = api.admin(UUID.randomUUID());
    var lost = schema();
    var another = schema();
    follow(admin, lost);
    follow(admin, another);
    api.registry.forget(lost);
    eventually(() -> shows(1, 0, 0));
    api.registry.failWith(500);
    failingRuns(2);
    var lastSuccess = gauge(SUCCESS);
    api.registry.forget(another);
    failingRuns(2);
    assertThat(shows(1, 0, 0)).isTrue();
    assertThat(gauge(SUCCESS)).isEqualTo(lastSuccess);
    admin.get("/api/v1/reference-audit").expect(503);
    api.registry.failWith(0);
    eventually(() -> shows(2, 0, 0));
    assertThat(gauge(SUCCESS)).isGreaterThan(lastSuccess);
  }

  private void failingRuns(int count) {
    var before = api.registry.resolved().size();
    eventually(() -> api.registry.resolved().size() >= before + count);
  }

  @Test
  void goesOnWithTheOthersWhereATenantCannotBeAudited() {
    var tenants = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    var lost = schema();
    tenants.forEach(tenant -> follow(api.admin(tenant), lost));
    api.registry.forget(lost);
    eventually(() -> shows(3, 0, 0));
    assertThat(gauge(FAILED)).isZero();
    // one is refused, the other gets an answer that is none
    api.registry.failFor(tenants.get(0), 400);
    api.registry.failFor(tenants.get(1), 200);
    eventually(() -> gauge(FAILED) == 2);
    assertThat(shows(1, 0, 0)).isTrue();
    api.registry.failFor(tenants.get(0), 0);
    api.registry.failFor(tenants.get(1), 0);
    eventually(() -> gauge(FAILED) == 0);
    assertThat(shows(3, 0, 0)).isTrue();
  }

  @Test
  void tellsNoNumberBeforeARunHasGoneThrough() {
    try (var patient = DeviceApi.start()) {
      var metrics = patient.service.anonymous().get("/prometheus").expect(200).text();
      assertThat(metrics.lines().filter(line -> line.startsWith("sensormine_reference_audit")))
          .hasSize(5)
          .allMatch(line -> line.endsWith(" NaN"));
    }
  }

  @Test
  void goesThroughEveryTenantInOrder() {
    var tenants =
        List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    var schema = schema();
    tenants.forEach(tenant -> follow(api.admin(tenant), schema));
    var types = api.service.bean(TypeReferenceRepository.class);
    var inOrder = tenants.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
    assertThat(types.tenants(Pages.BEFORE_ALL, 3)).isEqualTo(inOrder.subList(0, 3));
    assertThat(types.tenants(inOrder.get(2), 3)).containsExactly(inOrder.get(3));
    assertThat(types.tenants(inOrder.get(3), 3)).isEmpty();
    // and shows nothing of them where no tenant is at hand
    assertThat(types.page(Pages.BEFORE_ALL, 10)).isEmpty();
  }
}
