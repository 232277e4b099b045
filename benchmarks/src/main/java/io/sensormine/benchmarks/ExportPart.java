package io.sensormine.benchmarks;

import io.sensormine.standalone.demo.DemoTenant;
import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * A device's whole range as CSV and as Arrow. The ceiling is COPY of the same rows, with a column a
 * field, in order of time, by a role for which no view stands in between.
 */
final class ExportPart implements QueryBenchmark.Part {
  private static final String COPY = "COPY (SELECT …) TO STDOUT (FORMAT csv)";
  private static final String CSV = "GET /query/raw, text/csv";
  private static final String ARROW = "GET /query/raw, Arrow stream";
  private static final Map<String, String> CEILINGS = Map.of(CSV, COPY, ARROW, COPY);

  private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
  private static final int SECONDS_BETWEEN = 10;
  private static final int BATCH = 1_000;
  private static final int BATCHES_AT_ONCE = 100;
  private static final int CONNECTIONS = 4;
  private static final int BUFFER = 1 << 16;

  private final Instance instance;
  private final int messages;
  private final Instant to;
  private final UUID device;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ExportPart(Instance instance, int messages) {
    this.instance = instance;
    this.messages = messages;
    this.to = FROM.plusSeconds((long) messages * SECONDS_BETWEEN);
    this.device = instance.devices(1).ids().getFirst();
  }

  @Override
  public Map<String, String> ceilings() {
    return CEILINGS;
  }

  @Override
  public void prepare() throws Exception {
    if (stored() != messages) {
      send();
    }
    while (isRolling()) {
      Thread.sleep(Duration.ofMillis(500));
    }
  }

  private void send() throws Exception {
    int port = instance.ports().of(Service.INGESTION);
    var batches = new StandardWork(List.of(device), messages, FROM).batches(BATCH, 1);
    for (int at = 0; at < batches.size(); at += BATCHES_AT_ONCE) {
      var requests =
          batches.subList(at, Math.min(at + BATCHES_AT_ONCE, batches.size())).stream()
              .map(batch ->
                  batch.stream()
                      .map(StandardWork.Message::envelope)
                      .collect(Collectors.joining(",", "[", "]")))
              .map(body ->
                  HttpWire.post(
                      port, "/api/v1/gateway/telemetry", instance.gatewayCredential(), body))
              .toList();
      Load.run(port, CONNECTIONS, 1, requests, lane -> new HttpWire());
    }
    if (stored() != messages) {
      throw new IllegalStateException(stored() + " messages are there, not " + messages);
    }
  }

  /** Whether the rollups have not caught up with what was sent, which takes a processor. */
  private boolean isRolling() throws SQLException {
    try (var connection = DriverManager.getConnection(instance.timeseriesUrl());
        var dirty =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM telemetry.rollup_dirty WHERE device_id = ?)")) {
      dirty.setObject(1, device);
      try (var row = dirty.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private int stored() throws SQLException {
    try (var connection = DriverManager.getConnection(instance.timeseriesUrl());
        var count =
            connection.prepareStatement(
                """
                SELECT count(*) FROM telemetry.telemetry
                WHERE device_id = ? AND time >= ? AND time < ?
                """)) {
      count.setObject(1, device);
      count.setObject(2, FROM.atOffset(ZoneOffset.UTC));
      count.setObject(3, to.atOffset(ZoneOffset.UTC));
      try (var row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  @Override
  public void measure(Measurements measurements) throws Exception {
    measurements.measure(COPY, messages, this::copy);
    measurements.measure(CSV, messages, () -> export("text/csv"));
    measurements.measure(ARROW, messages, () -> export("application/vnd.apache.arrow.stream"));
  }

  /** COPY takes no parameters; what stands in it is ours. */
  private String statement() {
    var fields =
        Stream.concat(
                IntStream.range(0, StandardWork.FIELDS - 2).mapToObj(number -> "f" + number),
                Stream.of("mode", "on"))
            .map(field -> "fields ->> '" + field + "'")
            .collect(Collectors.joining(", "));
    return """
    COPY (
      SELECT time, device_id, schema_version_id, %s
      FROM telemetry.telemetry
      WHERE device_id = '%s' AND time >= '%s' AND time < '%s'
      ORDER BY time
    ) TO STDOUT (FORMAT csv)
    """
        .formatted(fields, device, FROM, to);
  }

  private double copy() throws SQLException, IOException {
    try (var connection = DriverManager.getConnection(instance.timeseriesUrl())) {
      long began = System.nanoTime();
      long rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(statement(), OutputStream.nullOutputStream());
      require(rows == messages, "COPY: " + rows);
      return (System.nanoTime() - began) / 1e9;
    }
  }

  private double export(String format) throws IOException, InterruptedException {
    var token = new DemoTenant(instance.ports(), instance.secrets()).loginAsAdmin();
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/api/v1/query/raw?deviceId=%s&from=%s&to=%s"
                        .formatted(instance.ports().url(Service.QUERY), device, FROM, to)))
            .header("Authorization", "Bearer " + token)
            .header("Accept", format)
            .build();
    long began = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      require(answer.statusCode() == 200, "status " + answer.statusCode());
      // all of it comes with the end that its framing says, or reading fails
      long lines = lines(body);
      require(!format.equals("text/csv") || lines == messages + 1, lines + " lines");
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static long lines(InputStream body) throws IOException {
    var buffer = new byte[BUFFER];
    long lines = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      for (int at = 0; at < read; at++) {
        if (buffer[at] == '\n') {
          lines++;
        }
      }
    }
    return lines;
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalStateException(otherwise);
    }
  }
}
