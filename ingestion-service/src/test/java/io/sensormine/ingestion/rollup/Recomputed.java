package io.sensormine.ingestion.rollup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rollups should be: recomputed from all messages in plain Java, one reading after the other
 * and in decimal numbers.
 */
final class Recomputed {
  private static final JsonMapper JSON = new JsonMapper();
  private static final MathContext DIGITS = new MathContext(700);

  /** A cell's figures. */
  record Figures(
      long count,
      double mean,
      double m2,
      double min,
      double max,
      double first,
      Instant firstTime,
      double last,
      Instant lastTime,
      double increaseWithin,
      double increase) {
    private static final double TOLERANCE = 1e-9;

    /** Equal but for rounding; squared deviations are as exact as the values are large. */
    boolean isNear(Figures other, boolean withIncrease) {
      var scale = Math.max(Math.abs(min), Math.abs(max));
      return count == other.count
          && near(mean, other.mean, scale)
          && near(m2, other.m2, count * Math.min(scale * scale * 1e-6, Double.MAX_VALUE))
          && min == other.min
          && max == other.max
          && first == other.first
          && firstTime.equals(other.firstTime)
          && last == other.last
          && lastTime.equals(other.lastTime)
          && near(increaseWithin, other.increaseWithin, scale)
          && (!withIncrease || near(increase, other.increase, scale));
    }

    private static boolean near(double one, double other, double scale) {
      return one == other
          || Math.abs(one - other)
              <= TOLERANCE * Math.max(Math.min(scale, Double.MAX_VALUE), Math.abs(one));
    }
  }

  private record Reading(Instant time, double value) {}

  private record Series(UUID device, UUID version, String field) {}

  private Recomputed() {}

  /** All cells of a unit, from the messages that the connection sees. */
  static Map<CellKey, Figures> from(Connection connection, ChronoUnit unit) throws SQLException {
    var cells = new HashMap<CellKey, Figures>();
    series(connection)
        .forEach((series, readings) -> {
          var buckets = new TreeMap<Instant, List<Reading>>();
          for (var reading : readings) {
            buckets
                .computeIfAbsent(reading.time().truncatedTo(unit), bucket -> new ArrayList<>())
                .add(reading);
          }
          @Nullable Double before = null;
          for (var bucket : buckets.entrySet()) {
            cells.put(
                new CellKey(series.device(), series.field(), series.version(), bucket.getKey()),
                figures(bucket.getValue(), before));
            before = bucket.getValue().getLast().value();
          }
        });
    return cells;
  }

  private static Map<Series, List<Reading>> series(Connection connection) throws SQLException {
    var all = new HashMap<Series, List<Reading>>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT device_id, schema_version_id, time, fields FROM telemetry.telemetry"
                    + " ORDER BY device_id, time")) {
      while (rows.next()) {
        var device = rows.getObject(1, UUID.class);
        var version = rows.getObject(2, UUID.class);
        var time = rows.getObject(3, OffsetDateTime.class).toInstant();
        for (var field : JSON.readTree(rows.getString(4)).properties()) {
          var value = value(field.getValue());
          if (value != null) {
            all.computeIfAbsent(
                    new Series(device, version, field.getKey()), series -> new ArrayList<>())
                .add(new Reading(time, value));
          }
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static @Nullable Double value(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue() ? 1.0 : 0.0;
    }
    return node.isNumber() ? Double.valueOf(node.asText()) : null;
  }

  private static Figures figures(List<Reading> readings, @Nullable Double before) {
    var sum = BigDecimal.ZERO;
    var within = BigDecimal.ZERO;
    var min = readings.getFirst().value();
    var max = min;
    @Nullable Double previous = null;
    for (var reading : readings) {
      sum = sum.add(new BigDecimal(reading.value()));
      min = Math.min(min, reading.value());
      max = Math.max(max, reading.value());
      within = within.add(step(previous, reading.value()));
      previous = reading.value();
    }
    var mean = sum.divide(BigDecimal.valueOf(readings.size()), DIGITS);
    var squares = BigDecimal.ZERO;
    for (var reading : readings) {
      squares = squares.add(new BigDecimal(reading.value()).subtract(mean).pow(2), DIGITS);
    }
    var first = readings.getFirst();
    var last = readings.getLast();
    return new Figures(
        readings.size(),
        mean.doubleValue(),
        squares.doubleValue(),
        min,
        max,
        first.value(),
        first.time(),
        last.value(),
        last.time(),
        within.doubleValue(),
        within.add(step(before, first.value())).doubleValue());
  }

  private static BigDecimal step(@Nullable Double before, double value) {
    if (before == null) {
      return BigDecimal.ZERO;
    }
    return value < before
        ? new BigDecimal(value)
        : new BigDecimal(value).subtract(new BigDecimal(before));
  }

  /** What a rollup says. */
  static Map<CellKey, Figures> stored(Connection connection, String table) throws SQLException {
    var cells = new HashMap<CellKey, Figures>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT device_id, field, schema_version_id, bucket, count, mean, m2, min, max,"
                    + " first, first_time, last, last_time, increase_within, increase"
                    + " FROM telemetry."
                    + table)) {
      while (rows.next()) {
        cells.put(
            new CellKey(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getObject(3, UUID.class),
                rows.getObject(4, OffsetDateTime.class).toInstant()),
            new Figures(
                rows.getLong(5),
                rows.getDouble(6),
                rows.getDouble(7),
                rows.getDouble(8),
                rows.getDouble(9),
                rows.getDouble(10),
                rows.getObject(11, OffsetDateTime.class).toInstant(),
                rows.getDouble(12),
                rows.getObject(13, OffsetDateTime.class).toInstant(),
                rows.getDouble(14),
                rows.getDouble(15)));
      }
    }
    return cells;
  }
}
