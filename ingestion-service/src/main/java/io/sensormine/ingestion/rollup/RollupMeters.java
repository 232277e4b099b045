package io.sensormine.ingestion.rollup;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** How far behind the rollups are, for Prometheus; NaN until the database has told. */
@Singleton
final class RollupMeters {
  private static final int MOST_COUNTED = 100_000;

  private static final String DIRTY =
      """
      SELECT (SELECT count(*) FROM (SELECT FROM telemetry.rollup_dirty LIMIT ?) AS picked),
        (SELECT noted_at FROM telemetry.rollup_dirty ORDER BY id LIMIT 1)
      """;

  private record Seen(Instant rolledUntil, long dirty, @Nullable Instant oldest) {}

  private final Clock clock;
  private final Counter left;
  private volatile @Nullable Seen seen;

  RollupMeters(MeterRegistry meters, Clock clock) {
    this.clock = clock;
    Gauge.builder("sensormine.rollup.lag", this::lag)
        .description("From the end of the hours that are rolled up until now")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("sensormine.rollup.dirty", this::dirty)
        .description("Notes of late writes to rolled up hours that wait, up to " + MOST_COUNTED)
        .register(meters);
    Gauge.builder("sensormine.rollup.dirty.oldest.age", this::oldestAge)
        .description("How long ago the oldest of them was made; 0 where none waits")
        .baseUnit("seconds")
        .register(meters);
    left =
        Counter.builder("sensormine.rollup.left")
            .description("Notes of late writes to hours whose messages retention has dropped")
            .register(meters);
  }

  /** Looks how things stand. */
  void look(Connection connection) throws SQLException {
    var rolledUntil = Marks.read(connection).rolledUntil();
    try (var statement = connection.prepareStatement(DIRTY)) {
      statement.setInt(1, MOST_COUNTED);
      try (var row = statement.executeQuery()) {
        row.next();
        var oldest = row.getObject(2, OffsetDateTime.class);
        seen = new Seen(rolledUntil, row.getLong(1), oldest == null ? null : oldest.toInstant());
      }
    }
  }

  /** Cells were left as they are, for their messages may be gone. */
  void left(int notes) {
    left.increment(notes);
  }

  private double lag() {
    var known = seen;
    return known == null ? Double.NaN : seconds(known.rolledUntil());
  }

  private double dirty() {
    var known = seen;
    return known == null ? Double.NaN : known.dirty();
  }

  private double oldestAge() {
    var known = seen;
    if (known == null) {
      return Double.NaN;
    }
    return known.oldest() == null ? 0 : seconds(known.oldest());
  }

  private double seconds(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1_000.0);
  }
}
