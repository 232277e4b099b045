package io.sensormine.kit.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import io.sensormine.kit.service.DatabaseHealth;
import io.sensormine.kit.service.ServiceContext;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A pooled connection never carries one tenant's sight over to another's work. */
class TenantDataSourceIT {
  private static TestDatabase database;
  private static ApplicationContext context;
  private static Connections connections;

  @BeforeAll
  static void start() {
    database = TestDatabases.config();
    var builder = ServiceContext.of("probe", database.environment());
    builder.properties(
        Map.of(
            "sensormine.service",
            "probe",
            "micronaut.application.name",
            "probe",
            "datasources.default.url",
            database.url(),
            "datasources.default.username",
            "device_app",
            "datasources.default.password",
            database.environment().get("SENSORMINE_DEVICE_PASSWORD"),
            "datasources.default.maximum-pool-size",
            2,
            "micronaut.security.token.jwt.enabled",
            false));
    context = builder.start();
    connections = context.getBean(Connections.class);
  }

  @AfterAll
  static void stop() {
    context.close();
    database.close();
  }

  @Test
  void tellsEachConnectionTheTenantAtHand() throws Exception {
    var tenant = UUID.randomUUID();
    assertThat(TenantContext.in(tenant, TenantDataSourceIT::seen)).isEqualTo(tenant.toString());
    assertThat(seen()).isEmpty();
  }

  @Test
  void carriesNoTenantOverUnderConcurrency() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Callable<Boolean>>();
      for (var i = 0; i < 2_000; i++) {
        var tenant = i % 5 == 0 ? null : UUID.randomUUID();
        asked.add(() ->
            tenant == null
                ? seen().isEmpty()
                : TenantContext.in(tenant, TenantDataSourceIT::seen).equals(tenant.toString()));
      }
      for (var answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  /** Of few tenants, so that a connection often comes back to the one that it was told last. */
  @Test
  void carriesNoTenantOverWhereTheyComeAgain() throws Exception {
    var tenants = List.of("", UUID.randomUUID().toString(), UUID.randomUUID().toString());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var random = new Random(1);
      var asked = new ArrayList<Callable<Boolean>>();
      for (var i = 0; i < 2_000; i++) {
        var tenant = tenants.get(random.nextInt(tenants.size()));
        asked.add(() -> seenIn(tenant).equals(tenant));
      }
      for (var answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  @Test
  void keepsWhatItWasToldThroughARollback() throws Exception {
    var tenant = UUID.randomUUID().toString();
    for (int round = 0; round < 4; round++) {
      TenantContext.in(UUID.fromString(tenant), TenantDataSourceIT::rollBack);
      assertThat(seenIn(tenant)).isEqualTo(tenant);
      assertThat(seen()).isEmpty();
    }
  }

  private static String seenIn(String tenant) throws Exception {
    return tenant.isEmpty()
        ? seen()
        : TenantContext.in(UUID.fromString(tenant), TenantDataSourceIT::seen);
  }

  private static int rollBack() {
    try (var connection = connections.open();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1");
      connection.rollback();
      return 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tellsWhetherTheDatabaseAnswers() {
    var health = Mono.from(context.getBean(DatabaseHealth.class).getResult()).block();
    assertThat(health).isNotNull();
    assertThat(health.getName()).isEqualTo("database");
    assertThat(health.getStatus()).isEqualTo(HealthStatus.UP);
  }

  private static String seen() {
    try (var connection = connections.open();
        var query =
            connection.prepareStatement("SELECT current_setting('sensormine.tenant_id', true)");
        var row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
