package io.sensormine.query.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.testing.QueryService;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page costs a page: what the database does for one, as the reader's role. */
class RawPlanIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID DEVICE = UUID.randomUUID();
  private static final Instant FROM = Instant.parse("2024-05-05T00:00:00Z");
  private static final int LIMIT = 51;

  private static QueryService service;

  @BeforeAll
  static void start() throws SQLException {
    service = QueryService.start();
    // twelve chunks of two devices' messages, which lie apart: sorting all seems cheap then
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_OWNER);
        var statement = connection.createStatement()) {
      for (var device : List.of(UUID.randomUUID(), DEVICE)) {
        statement.execute(
            """
            INSERT INTO telemetry.telemetry
              (tenant_id, device_id, time, schema_version_id, fields, received_at)
            SELECT '%s', '%s', '%s'::timestamptz + n * interval '20 seconds', '%s',
              '{"a": 1, "b": 2.5, "c": "text", "d": true}', now()
            FROM generate_series(0, 50000) AS n
            """
                .formatted(TENANT, device, FROM, new UUID(0, 0)));
      }
      statement.execute("ANALYZE telemetry.telemetry");
    }
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({"true,", "false,", "true,a", "false,a"})
  void readsNoMoreThanAPage(boolean ascending, @Nullable String field) throws Exception {
    var middle = FROM.plusSeconds(500_000);
    var range =
        new RawRange(
            DEVICE,
            field == null ? null : List.of(field),
            FROM,
            FROM.plusSeconds(2_000_000),
            ascending);
    var plan = plan(range, middle);
    assertThat(plan.findValuesAsText("Node Type")).doesNotContain("Sort", "Incremental Sort");
    assertThat(plan.findValues("Index Name").size()).isGreaterThan(5);
    var chunksRead =
        plan.findParents("Index Name").stream()
            .filter(scan -> scan.path("Actual Loops").asInt() > 0)
            .toList();
    assertThat(chunksRead).hasSize(1);
    assertThat(chunksRead.getFirst().path("Actual Rows").asInt()).isEqualTo(LIMIT);
    assertThat(plan.path("Shared Hit Blocks").asInt() + plan.path("Shared Read Blocks").asInt())
        .isLessThan(2 * LIMIT);
  }

  private static JsonNode plan(RawRange range, Instant beyond) throws SQLException, IOException {
    try (Connection connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var settings = connection.createStatement()) {
      settings.execute("SET sensormine.tenant_id = '%s'".formatted(TENANT));
      // as the data source's options have it
      settings.execute("SET enable_sort = off");
      try (var explain =
          connection.prepareStatement(
              "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + RawStore.page(range.ascending()))) {
        int next = range.bind(connection, explain, 1);
        explain.setObject(next, beyond.atOffset(ZoneOffset.UTC));
        explain.setInt(next + 1, LIMIT);
        try (var row = explain.executeQuery()) {
          row.next();
          return new ObjectMapper().readTree(row.getString(1)).get(0).path("Plan");
        }
      }
    }
  }
}
