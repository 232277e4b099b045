package io.sensormine.query.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.testing.HandClock;
import io.sensormine.local.DatabaseRole;
import io.sensormine.query.bucket.BucketSize;
import io.sensormine.query.bucket.Buckets;
import io.sensormine.query.resolution.Part;
import io.sensormine.query.resolution.Resolution;
import io.sensormine.query.resolution.Span;
import io.sensormine.query.telemetry.QueryLimits;
import io.sensormine.query.telemetry.StatementTime;
import io.sensormine.query.testing.QueryService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long rows are taken of a statement whose every portion comes in time. */
class StatementTimeIT {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID DEVICE = UUID.randomUUID();
  private static final Instant FROM = Instant.parse("2024-05-01T00:00:00Z");
  private static final int MESSAGES = 25_000;
  private static final Span RANGE = new Span(FROM, FROM.plusSeconds(MESSAGES));
  private static final Part NOTHING = new Part(List.of(), List.of(), List.of());
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static QueryService service;

  private final HandClock clock = new HandClock();
  private final StatementTime time =
      new StatementTime(new QueryLimits(LIMIT, 1, 1, 1, Duration.ofSeconds(1)), clock);
  private int told;

  @BeforeAll
  static void start() {
    service = QueryService.start();
    service.storeMany(TENANT, DEVICE, FROM, MESSAGES, "{\"n\": 1}");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** What tells rows by a connection. */
  @FunctionalInterface
  private interface Reading {
    void by(Connection connection, Gathering gathering, Consumer<Object> reader)
        throws SQLException;
  }

  private void read(Reading reading, Duration each) throws SQLException {
    var buckets =
        Buckets.covering(
                BucketSize.parse("1d").orElseThrow(), FROM, RANGE.end(), ZoneOffset.UTC, 10)
            .orElseThrow();
    var gathering =
        new Gathering(List.of(DEVICE), List.of(new int[] {0}), List.of("n"), buckets, RANGE);
    try (var connection = service.database().connect(DatabaseRole.TELEMETRY_READER);
        var setting = connection.createStatement()) {
      setting.execute("SET sensormine.tenant_id = '%s'".formatted(TENANT));
      connection.setAutoCommit(false);
      reading.by(
          connection,
          gathering,
          _ -> {
            told++;
            clock.forward(each);
          });
    }
  }

  private void endsWhenItsTimeIsOver(Reading reading) throws SQLException {
    var quick = LIMIT.dividedBy(MESSAGES);
    read(reading, quick);
    assertThat(told).isEqualTo(MESSAGES);
    told = 0;
    // over after 15,000 rows, in the second portion
    assertThatThrownBy(() -> read(reading, quick.multipliedBy(MESSAGES).dividedBy(15_000)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.OVER_BUDGET))
        .hasMessageContaining("30000 ms");
    assertThat(told).isBetween(15_000, 15_100);
  }

  @Test
  void readingsEndWhenTheirTimeIsOver() throws SQLException {
    var store = new ReadingStore(new ReadingRows(new ObjectMapper(), time));
    endsWhenItsTimeIsOver(
        (connection, gathering, reader) -> store.read(connection, gathering, reader::accept));
  }

  @Test
  void linksEndWhenTheirTimeIsOver() throws SQLException {
    var store = new LinkStore(time);
    var messages = new Resolution(NOTHING, NOTHING, new Part(List.of(RANGE), List.of(), List.of()));
    endsWhenItsTimeIsOver((connection, gathering, reader) ->
        store.read(connection, gathering, messages, reader::accept));
  }
}
