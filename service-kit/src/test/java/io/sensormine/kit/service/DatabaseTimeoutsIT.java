package io.sensormine.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micronaut.context.ApplicationContext;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Translation;
import io.sensormine.kit.tenant.Connections;
import io.sensormine.local.TestDatabase;
import io.sensormine.local.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database itself gives up what takes too long. */
class DatabaseTimeoutsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabases.config();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void boundsStatementsAndIdleTransactionsByDefault() throws SQLException {
    try (var context = service(Map.of());
        var connection = context.getBean(Connections.class).open()) {
      assertThat(setting(connection, "statement_timeout")).isEqualTo("20s");
      assertThat(setting(connection, "idle_in_transaction_session_timeout")).isEqualTo("30s");
    }
  }

  @Test
  void leavesThePoolsOwnOptionsTheLastWord() throws SQLException {
    var own = "-c statement_timeout=7s -c lock_timeout=2s";
    try (var context = service(Map.of("datasources.default.data-source-properties.options", own));
        var connection = context.getBean(Connections.class).open()) {
      assertThat(setting(connection, "statement_timeout")).isEqualTo("7s");
      assertThat(setting(connection, "lock_timeout")).isEqualTo("2s");
      assertThat(setting(connection, "idle_in_transaction_session_timeout")).isEqualTo("30s");
    }
  }

  @Test
  void givesUpAStatement() throws SQLException {
    try (var context = service(Map.of("sensormine.database.statement-timeout", "100ms"));
        var connection = context.getBean(Connections.class).open();
        var statement = connection.createStatement()) {
      var refused =
          catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT pg_sleep(60)"));
      assertThat(refused.getSQLState()).isEqualTo("57014");
      assertThat(context.getBean(Translation.class).problem(refused).type())
          .isEqualTo(ProblemType.OVERLOADED);
    }
  }

  @Test
  void givesUpATransactionThatNobodyGoesOnWith() throws SQLException {
    try (var context = service(Map.of("sensormine.database.idle-in-transaction-timeout", "100ms"));
        var admin = database.adminConnection();
        var connection = context.getBean(Connections.class).open()) {
      connection.setAutoCommit(false);
      var session = text(connection, "SELECT pg_backend_pid()::text");
      var deadline = Instant.now().plus(DEADLINE);
      var sessions = "SELECT count(*)::text FROM pg_stat_activity WHERE pid = " + session;
      while (!text(admin, sessions).equals("0")) {
        assertThat(Instant.now()).isBefore(deadline);
      }
      var gone =
          catchThrowableOfType(SQLException.class, () -> text(connection, "SELECT 'still here'"));
      assertThat(context.getBean(Translation.class).problem(gone).type().status()).isEqualTo(503);
    }
  }

  @Test
  void refusesTimeoutsOutOfBounds() {
    var fine = Duration.ofSeconds(1);
    for (var wrong : new Duration[] {Duration.ofMillis(99), Duration.ofHours(2)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DatabaseTimeouts.Settings(wrong, fine))
          .withMessageContaining("statement-timeout");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DatabaseTimeouts.Settings(fine, wrong))
          .withMessageContaining("idle-in-transaction-timeout");
    }
  }

  private static ApplicationContext service(Map<String, Object> further) {
    var all = new HashMap<String, Object>(further);
    all.put("sensormine.service", "probe");
    all.put("micronaut.application.name", "probe");
    all.put("datasources.default.url", database.url());
    all.put("datasources.default.username", "device_app");
    all.put(
        "datasources.default.password", database.environment().get("SENSORMINE_DEVICE_PASSWORD"));
    all.put("datasources.default.maximum-pool-size", 1);
    all.put("micronaut.security.token.jwt.enabled", false);
    var builder = ServiceContext.of("probe", database.environment());
    builder.properties(all);
    return builder.start();
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return text(connection, "SELECT current_setting('" + name + "')");
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
