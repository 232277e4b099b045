package io.sensormine.benchmarks;

import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Series and newest values of the standard work's devices, 30 days of which are rolled up. The
 * ceiling is the plainest statement of the same result, prepared, over one connection of the
 * reader's role; what it answers is read to its end. Both are asked over one connection by a thread
 * that waits, so that no client of its own stands between.
 */
final class SeriesPart implements QueryBenchmark.Part {
  private static final int DEVICES = 1_000;
  private static final String FIELDS =
      IntStream.range(0, StandardWork.FIELDS - 2)
              .mapToObj(number -> "\"f" + number + "\"")
              .collect(Collectors.joining(", "))
          + ", \"on\", \"mode\"";
  private static final int FEW = 3;
  // so that client and service are compiled for what takes milliseconds
  private static final int MANY = 500;

  private static final String HOURS_ONE = "SQL: hourly average, 1 device, 30 days";
  private static final String SERIES_ONE = "series: hourly average, 1 device, 30 days";
  private static final String HOURS_ALL = "SQL: hourly average, 1,000 devices";
  private static final String SERIES_ALL = "series: hourly average, 1,000 devices";
  private static final String DAYS_EACH = "SQL: daily average of each of 1,000 devices";
  private static final String SERIES_EACH = "series: daily average of each of 1,000";
  private static final String MINUTES = "series: 1-minute average, 1 device, 300 points";
  private static final String PERCENTILE = "series: p95, 1 device, 1 day of messages";
  private static final String INCREASE = "series: daily increase, 1,000 devices, 30 days";
  private static final String LATEST_SQL = "SQL: newest of 10 fields, 1,000 devices";
  private static final String LATEST = "latest: 10 fields, 1,000 devices";
  private static final Map<String, String> CEILINGS =
      Map.of(
          SERIES_ONE, HOURS_ONE,
          SERIES_ALL, HOURS_ALL,
          SERIES_EACH, DAYS_EACH,
          LATEST, LATEST_SQL);

  private static final String GATHER_HOURS =
      """
      SELECT bucket, sum(mean * count) / sum(count), sum(count), min(min), max(max), max(last_time)
      FROM query.metrics_1h
      WHERE device_id = ANY (?) AND field = ? AND bucket >= ? AND bucket < ?
      GROUP BY bucket
      """;
  private static final String GATHER_DAYS =
      """
      SELECT device_id, bucket, sum(mean * count) / sum(count), sum(count), min(min), max(max),
        max(last_time)
      FROM query.metrics_1d
      WHERE device_id = ANY (?) AND field = ? AND bucket >= ? AND bucket < ?
      GROUP BY device_id, bucket
      """;
  // the first message that has the field, of a device's newest 1,000
  private static final String NEWEST =
      """
      SELECT device.id, field.name, newest.value, newest.time, newest.schema_version_id
      FROM unnest(?::uuid[]) AS device (id)
      CROSS JOIN unnest(?::text[]) AS field (name)
      CROSS JOIN LATERAL (
        SELECT message.fields -> field.name AS value, message.time, message.schema_version_id
        FROM (
          SELECT telemetry.time, telemetry.schema_version_id, telemetry.fields
          FROM query.telemetry_descending AS telemetry
          WHERE telemetry.device_id = device.id
          ORDER BY telemetry.time DESC
          LIMIT 1000
        ) AS message
        WHERE jsonb_typeof(message.fields -> field.name) <> 'null'
        ORDER BY message.time DESC
        LIMIT 1
      ) AS newest
      """;

  private final Instance instance;
  private final List<UUID> devices;
  private final SeriesData data;

  SeriesPart(Instance instance) {
    this.instance = instance;
    this.devices = instance.devices(DEVICES).ids();
    this.data = new SeriesData(instance, devices);
  }

  @Override
  public Map<String, String> ceilings() {
    return CEILINGS;
  }

  @Override
  public void prepare() throws Exception {
    data.prepare();
  }

  @Override
  public void measure(Measurements measurements) throws Exception {
    var one = devices.subList(0, 1);
    var from = data.from();
    var to = data.to();
    sql(measurements, HOURS_ONE, MANY, GATHER_HOURS, one);
    http(measurements, SERIES_ONE, MANY, "series", series(one, from, to, "1h", "avg", ""));
    sql(measurements, HOURS_ALL, FEW, GATHER_HOURS, devices);
    http(measurements, SERIES_ALL, FEW, "series", series(devices, from, to, "1h", "avg", ""));
    sql(measurements, DAYS_EACH, FEW, GATHER_DAYS, devices);
    http(
        measurements,
        SERIES_EACH,
        FEW,
        "series",
        series(devices, from, to, "1d", "avg", "\"device\""));
    var minutes = data.now().minus(Duration.ofHours(5));
    http(measurements, MINUTES, MANY, "series", series(one, minutes, data.now(), "1m", "avg", ""));
    var day = data.now().minus(Duration.ofDays(1));
    http(measurements, PERCENTILE, FEW, "series", series(one, day, data.now(), "1h", "p95", ""));
    http(measurements, INCREASE, FEW, "series", series(devices, from, to, "1d", "increase", ""));
    sql(measurements, LATEST_SQL, FEW, NEWEST, devices);
    http(
        measurements,
        LATEST,
        FEW,
        "latest",
        "{" + selector(devices) + ", \"fields\": [" + FIELDS + "]}");
  }

  private static String selector(List<UUID> devices) {
    var ids = new ArrayList<String>();
    devices.forEach(id -> ids.add("\"" + id + "\""));
    return "\"devices\":{\"ids\":[" + String.join(",", ids) + "]}";
  }

  private static String series(
      List<UUID> devices,
      Instant from,
      Instant to,
      String bucket,
      String aggregate,
      String groupBy) {
    return """
    {%s, "fields": ["f0"], "from": "%s", "to": "%s", "bucket": "%s", "aggregates": ["%s"],
     "groupBy": [%s]}
    """
        .formatted(selector(devices), from, to, bucket, aggregate, groupBy);
  }

  private void sql(
      Measurements measurements, String name, int times, String sql, List<UUID> devices)
      throws Exception {
    try (var connection = data.reader();
        var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("uuid", devices.toArray()));
      if (sql.equals(NEWEST)) {
        statement.setString(2, "{" + FIELDS + "}");
        // as every index is in order of time
        connection.createStatement().execute("SET enable_sort = off");
      } else {
        statement.setString(2, "f0");
        statement.setObject(3, data.from().atOffset(ZoneOffset.UTC));
        statement.setObject(4, data.to().atOffset(ZoneOffset.UTC));
      }
      require(rows(statement) > 0, name + ": no rows");
      repeated(measurements, name, times, () -> rows(statement));
    }
  }

  private static void repeated(
      Measurements measurements, String name, int times, Callable<?> question) throws Exception {
    measurements.measure(
        name,
        times,
        () -> {
          long began = System.nanoTime();
          for (int time = 0; time < times; time++) {
            question.call();
          }
          return (System.nanoTime() - began) / 1e9;
        });
  }

  /** Every value of every row. */
  private static int rows(PreparedStatement statement) throws SQLException {
    try (var result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      int rows = 0;
      while (result.next()) {
        for (int column = 1; column <= columns; column++) {
          result.getObject(column);
        }
        rows++;
      }
      return rows;
    }
  }

  private void http(Measurements measurements, String name, int times, String what, String body)
      throws Exception {
    var token = new DemoTenant(instance.ports(), instance.secrets()).loginAsAdmin();
    int port = instance.ports().of(Service.QUERY);
    var request = HttpWire.post(port, "/api/v1/query/" + what, token, body);
    try (var connection = new PlainConnection(port)) {
      var answer = Json.read(answer(connection, request));
      require(
          !answer.findPath("points").isEmpty() || !answer.findPath("fields").isEmpty(),
          name + ": nothing is answered");
      repeated(measurements, name, times, () -> answer(connection, request));
    }
  }

  private static String answer(PlainConnection connection, byte[] request) throws IOException {
    var answer = connection.exchange(request);
    if (answer == null || answer.status() != 200) {
      throw new IllegalStateException(String.valueOf(answer));
    }
    return answer.body();
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalStateException(otherwise);
    }
  }
}
