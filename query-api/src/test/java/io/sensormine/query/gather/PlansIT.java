package io.sensormine.query.gather;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.bucket.BucketSize;
import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.resolution.Span;
import io.sensormine.query.testing.Explained;
import io.sensormine.query.testing.QueryService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the database gathers what the commonest queries for series ask, as the reader's role. */
class PlansIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final Instant FROM = Instant.parse("2024-05-01T00:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(30));
  private static final List<UUID> DEVICES =
      IntStream.range(0, 200).mapToObj(_ -> UUID.randomUUID()).toList();
  private static final Part NOTHING = new Part(List.of(), List.of(), List.of());

  private static QueryService service;

  @BeforeAll
  static void start() throws SQLException {
    service = QueryService.start();
    // twice as many days as are asked for, and three fields of which one is
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER)) {
      for (var table : Map.of("metrics_1h", "1 hour", "metrics_1d", "1 day").entrySet()) {
        try (var insert = connection.prepareStatement(cells(table.getKey(), table.getValue()))) {
          insert.setObject(1, TENANT);
          insert.setObject(2, FROM.minus(Duration.ofDays(30)).atOffset(ZoneOffset.UTC));
          insert.setObject(3, TO.atOffset(ZoneOffset.UTC));
          insert.setArray(4, connection.createArrayOf("uuid", DEVICES.toArray()));
          insert.execute();
        }
      }
      try (var statement = connection.createStatement()) {
        statement.execute("ANALYZE telemetry.metrics_1h, telemetry.metrics_1d");
      }
    }
    for (var device : DEVICES.subList(0, 8)) {
      service.storeMany(TENANT, device, FROM, 40_000, "{\"f0\": 1.5, \"on\": true}");
    }
    service.storeMany(
        TENANT, DEVICES.getFirst(), FROM.plus(Duration.ofDays(20)), 40_000, "{\"f0\": 2.5}");
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
        var statement = connection.createStatement()) {
      statement.execute("ANALYZE telemetry.telemetry");
    }
  }

  private static String cells(String table, String size) {
    return """
    INSERT INTO telemetry.%s
      (tenant_id, device_id, schema_version_id, field, bucket, count, mean, m2, min, max, first,
       first_time, last, last_time, increase_within, increase)
    SELECT ?, device_id, '00000000-0000-0000-0000-000000000000', field, bucket, 9, 5, 1, 1, 9, 1,
      bucket, 9, bucket, 8, 8
    FROM generate_series(?::timestamptz, ?::timestamptz - interval '%s', interval '%2$s') AS bucket
    CROSS JOIN unnest(?::uuid[]) AS device_id
    CROSS JOIN unnest('{f0,f1,f2}'::text[]) AS field
    """
        .formatted(table, size);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void hoursOfADeviceAreFoundByThePrimaryKey() throws SQLException {
    var plan = cells(DEVICES.subList(0, 1), false, "1h", FROM, TO, hours());
    assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Seq Scan", "Sort", "Aggregate");
    assertThat(plan.findValuesAsText("Index Name"))
        .isNotEmpty()
        .allMatch(name -> name.contains("pk_metrics_1h"));
    assertThat(rowsRead(plan)).isEqualTo(720);
  }

  @Test
  void hoursOfAllDevicesAreReadOnceAndNotLookedUpOneByOne() throws SQLException {
    var plan = cells(DEVICES, false, "1h", FROM, TO, hours());
    assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Nested Loop");
    // without this step, TimescaleDB has one worker of a parallel scan read a chunk alone
    assertThat(plan.findValue("Chunks excluded during startup")).isNotNull();
    assertThat(rowsRead(plan)).isEqualTo(720L * DEVICES.size());
  }

  @Test
  void daysOfEachDeviceAreReadOnceAndNotLookedUpOneByOne() throws SQLException {
    var plan = cells(DEVICES, true, "1d", FROM, TO, days());
    assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Nested Loop");
    assertThat(rowsRead(plan)).isEqualTo(30L * DEVICES.size());
  }

  @Test
  void minutesOfADeviceAreReadFromTheirChunkByThePrimaryKey() throws SQLException {
    var to = FROM.plus(Duration.ofHours(5));
    var plan = cells(DEVICES.subList(0, 1), false, "1m", FROM, to, raw(new Span(FROM, to)));
    assertThat(plan.findValuesAsText("Index Name")).hasSize(1);
    assertThat(rowsRead(plan)).isEqualTo(5 * 3_600);
  }

  @Test
  void daysOfAnIncreaseAreReadOnceAndNotLookedUpOneByOne() throws SQLException {
    var plan =
        plan(
            (connection, gathering) ->
                service
                    .running()
                    .bean(LinkStore.class)
                    .read(connection, gathering, days(), _ -> {}),
            gathering(DEVICES, false, "1d", FROM, TO));
    assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Nested Loop");
    assertThat(rowsRead(plan)).isEqualTo(30L * DEVICES.size());
  }

  private static Resolution hours() {
    return new Resolution(
        NOTHING, new Part(List.of(new Span(FROM, TO)), List.of(), List.of()), NOTHING);
  }

  private static Resolution days() {
    return new Resolution(
        new Part(List.of(new Span(FROM, TO)), List.of(), List.of()), NOTHING, NOTHING);
  }

  private static Gathering gathering(
      List<UUID> devices, boolean grouped, String bucket, Instant from, Instant to) {
    var buckets =
        Buckets.covering(BucketSize.parse(bucket).orElseThrow(), from, to, ZoneOffset.UTC, 10_000)
            .orElseThrow();
    var groups =
        IntStream.range(0, devices.size()).mapToObj(at -> new int[] {grouped ? at : 0}).toList();
    return new Gathering(devices, groups, List.of("f0"), buckets, new Span(from, to));
  }

  private static JsonNode cells(
      List<UUID> devices,
      boolean grouped,
      String bucket,
      Instant from,
      Instant to,
      Resolution resolution)
      throws SQLException {
    return plan(
        (connection, gathering) ->
            assertThat(
                    new CellStore()
                        .gather(connection, gathering, resolution, new Detail(true, false, false)))
                .isNotEmpty(),
        gathering(devices, grouped, bucket, from, to));
  }

  /** What reads by a connection. */
  @FunctionalInterface
  private interface Reading {
    void by(Connection connection, Gathering gathering) throws SQLException;
  }

  private static JsonNode plan(Reading reading, Gathering gathering) throws SQLException {
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var settings = connection.createStatement()) {
      settings.execute("SET sensormine.tenant_id = '%s'".formatted(TENANT));
      // as the data source's options have it
      settings.execute("SET enable_sort = off");
      connection.setAutoCommit(false);
      var explained = new Explained(connection);
      reading.by(explained.connection(), gathering);
      assertThat(explained.plans()).hasSize(1);
      var plan = explained.plans().getFirst();
      // the tenant is made of text once, not for each row
      assertThat(plan.findValuesAsText("Filter"))
          .isNotEmpty()
          .noneMatch(filter -> filter.contains("current_setting"));
      return plan;
    }
  }

  /** Of chunks; what appends them tells their rows again. */
  private static long rowsRead(JsonNode plan) {
    return plan.findParents("Relation Name").stream()
        .filter(scan -> !scan.path("Node Type").asText().equals("Custom Scan"))
        .mapToLong(scan -> scan.path("Actual Rows").asLong() * scan.path("Actual Loops").asLong())
        .sum();
  }

  private static Resolution raw(Span range) {
    var nothing = new Part(List.of(), List.of(), List.of());
    return new Resolution(nothing, nothing, new Part(List.of(range), List.of(), List.of()));
  }
}
