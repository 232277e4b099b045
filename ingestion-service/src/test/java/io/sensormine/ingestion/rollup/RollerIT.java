package io.sensormine.ingestion.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensormine.ingestion.testing.Ingestion;
import io.sensormine.kit.testing.Deadline;
import io.sensormine.kit.testing.RunningService;
import io.sensormine.local.DatabaseRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The roller at work in two processes of the service, as far as its contexts are processes. */
class RollerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOCKS =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1936552563"
          + " AND objid = 1 AND granted AND database = (SELECT oid FROM pg_database"
          + " WHERE datname = current_database())";

  private static Ingestion ingestion;
  private static RunningService second;
  private final UUID tenant = UUID.randomUUID();

  @BeforeAll
  static void start() {
    var often = Map.of("SENSORMINE_INGESTION_ROLLUP_INTERVAL", "100ms");
    ingestion = Ingestion.start(often);
    var environment = new HashMap<>(ingestion.database().environment());
    environment.putAll(ingestion.identity().environment());
    environment.put("SENSORMINE_DEVICE_URL", ingestion.deviceApi().url());
    environment.put("SENSORMINE_REGISTRY_URL", ingestion.registry().url());
    environment.putAll(often);
    second = RunningService.start("ingestion-service", environment);
  }

  @AfterAll
  static void stop() {
    second.close();
    ingestion.close();
  }

  private UUID sent(String... messages) {
    var device =
        ingestion
            .deviceApi()
            .device(tenant, UUID.randomUUID().toString(), ingestion.deviceApi().type(tenant));
    var http = ingestion.device(tenant, device);
    for (var message : messages) {
      http.post("/api/v1/telemetry", message).expect(200);
    }
    return device.id();
  }

  private static void note(UUID tenantId, UUID device, String time) throws SQLException {
    try (var writer = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      new RollupDirt().note(writer, List.of(new Cell(tenantId, device, Instant.parse(time))));
    }
  }

  private static void await(String sql, String expected) {
    Deadline.within(PATIENCE, sql, () -> ingestion.query(sql).equals(List.of(expected)));
  }

  @Test
  void rollsUpWhatIsSentAndTellsHowFarItIs() throws SQLException {
    var device =
        sent(
            "{\"time\": \"2026-02-01T10:05:00Z\", \"fields\": {\"a\": 3, \"on\": true}}",
            "{\"time\": \"2026-02-01T10:55:00Z\", \"fields\": {\"a\": 5, \"s\": \"x\"}}",
            "{\"time\": \"2026-02-01T12:00:00Z\", \"fields\": {\"a\": 4}}");
    note(tenant, device, "2026-02-01T10:05:00Z");
    note(tenant, device, "2026-02-01T12:00:00Z");
    await(
        "SELECT string_agg(concat_ws(' ', field, to_char(bucket AT TIME ZONE 'UTC', 'HH24'), count,"
            + " mean, m2, increase), '; ' ORDER BY field, bucket)"
            + " FROM telemetry.metrics_1h WHERE device_id = '%s'".formatted(device),
        "a 10 2 4 2 2; a 12 1 4 0 4; on 10 1 1 0 0");
    await(
        "SELECT string_agg(concat_ws(' ', field, count, round(mean::numeric, 3), m2, increase), '; '"
            + " ORDER BY field) FROM telemetry.metrics_1d WHERE device_id = '%s'".formatted(device),
        "a 3 4.000 2 6; on 1 1.000 0 0");
    for (var service : List.of(ingestion.service(), second)) {
      Deadline.within(
          PATIENCE,
          "the gauges",
          () -> {
            var text = service.anonymous().get("/prometheus").expect(200).text();
            return text.contains("\nsensormine_rollup_dirty 0.0")
                && text.contains("\nsensormine_rollup_dirty_oldest_age_seconds 0.0")
                && lag(text) >= Duration.ofMinutes(5).toSeconds()
                && lag(text) <= Duration.ofMinutes(70).toSeconds();
          });
    }
  }

  private static double lag(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("sensormine_rollup_lag_seconds "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void hasOneRollerAtATimeAndAnotherWhereItsSessionEnds() throws SQLException {
    Connection roller = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER);
    Deadline.within(PATIENCE, "becoming the roller", () -> becomes(roller));
    await(LOCKS, "1");
    try (var other = ingestion.database().connect(DatabaseRole.TELEMETRY_WRITER)) {
      assertThat(becomes(other)).isFalse();
    }
    var device = sent("{\"time\": \"2026-02-02T10:05:00Z\", \"fields\": {\"a\": 3}}");
    note(tenant, device, "2026-02-02T10:05:00Z");
    var cells =
        "SELECT count(*) FROM telemetry.metrics_1h WHERE device_id = '%s'".formatted(device);
    for (var service : List.of(ingestion.service(), second)) {
      // as the service does it itself: it finds the lock taken
      service.bean(Roller.class).run();
    }
    assertThat(ingestion.query(cells)).containsExactly("0");
    ingestion.query("SELECT pg_terminate_backend(%d)".formatted(pid(roller)));
    await(cells, "1");
    assertThatThrownBy(() -> becomes(roller)).isInstanceOf(IllegalStateException.class);
  }

  private static boolean becomes(Connection connection) {
    try {
      return RollerConnections.becomeRoller(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int pid(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  @Test
  void goesOnAfterTheDatabaseWasAway() throws SQLException {
    ingestion.proxy().cut();
    ingestion.service().bean(Roller.class).run();
    ingestion.proxy().mend();
    var device = sent("{\"time\": \"2026-02-03T10:05:00Z\", \"fields\": {\"a\": 3}}");
    note(tenant, device, "2026-02-03T10:05:00Z");
    await(
        "SELECT count(*) FROM telemetry.metrics_1d WHERE device_id = '%s'".formatted(device), "1");
  }

  @Test
  void showsTheReaderItsTenantsCellsOnly() throws SQLException {
    var device = sent("{\"time\": \"2026-02-04T10:05:00Z\", \"fields\": {\"a\": 3}}");
    note(tenant, device, "2026-02-04T10:05:00Z");
    await(
        "SELECT count(*) FROM telemetry.metrics_1d WHERE device_id = '%s'".formatted(device), "1");
    // the writer noted the hour too: the cells may be there before the second note is cleared
    await("SELECT count(*) FROM telemetry.rollup_dirty", "0");
    try (var reader = ingestion.database().connect(DatabaseRole.TELEMETRY_READER)) {
      for (var view : List.of("metrics", "metrics_1h", "metrics_1d")) {
        var mine = "SELECT device_id FROM query." + view;
        read(reader, "SELECT set_config('sensormine.tenant_id', '', false)");
        assertThat(read(reader, mine)).as(view).isEmpty();
        read(reader, "SELECT set_config('sensormine.tenant_id', '%s', false)".formatted(tenant));
        assertThat(read(reader, mine)).as(view).containsExactly(device.toString());
      }
      assertThat(read(reader, "SELECT device_id FROM query.rollup_dirty")).isEmpty();
      assertThat(read(reader, "SELECT rolled_until > 'epoch' FROM query.rollup_marks"))
          .containsExactly("t");
      for (var table :
          List.of("metrics", "metrics_1h", "metrics_1d", "rollup_marks", "rollup_dirty")) {
        assertThatThrownBy(() -> read(reader, "SELECT 1 FROM telemetry." + table))
            .as(table)
            .hasMessageContaining("permission denied");
      }
    }
  }

  private static List<String> read(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
