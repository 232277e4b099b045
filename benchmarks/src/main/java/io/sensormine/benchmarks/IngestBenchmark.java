package io.sensormine.benchmarks;

import io.sensormine.standalone.home.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Ingest by gateway batches of 1,000 messages over 4 connections, against the raw insert of the
 * same rows in the same run: schema validation on, every request authenticated, acknowledgement
 * after commit. Measures the instance that is up.
 *
 * <p>Arguments: messages a run (default 300,000), counted runs (default 5).
 */
public final class IngestBenchmark {
  private static final int DEVICES = 1_000;
  private static final int BATCH = 1_000;
  private static final int CONNECTIONS = 4;

  private IngestBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    var messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var instance = Instance.running();
    var devices = instance.devices(DEVICES);
    var service = new Rates();
    var ceiling = new Rates();
    try (var raw = RawInsert.in(instance.timeseriesUrl(), devices)) {
      for (var run = 0; run <= runs; run++) {
        var work = new StandardWork(devices, messages, start(run));
        var batches = work.batches(BATCH, run);
        var rawRate = messages / seconds(Lanes.run(batches, CONNECTIONS, lane -> raw.lane()));
        var bodies = batches.stream().map(IngestBenchmark::body).toList();
        var rate = messages / seconds(Lanes.run(bodies, CONNECTIONS, lane -> gateway(instance)));
        System.out.printf(
            "%-8s  raw %,9.0f/s   service %,9.0f/s   ratio %.2f%n",
            run == 0 ? "warm-up" : "run " + run, rawRate, rate, rate / rawRate);
        if (run > 0) {
          service.add(rate);
          ceiling.add(rawRate);
        }
      }
    }
    report(instance, messages, service, ceiling);
  }

  /** A quarter that no earlier benchmark has stored, whole days before now. */
  private static Instant start(int run) {
    var salt = UUID.randomUUID().getLeastSignificantBits() & 0xfff;
    return Instant.now()
        .truncatedTo(ChronoUnit.DAYS)
        .minus(30L + run, ChronoUnit.DAYS)
        .plusMillis(salt);
  }

  private static String body(List<StandardWork.Message> batch) {
    return batch.stream()
        .map(StandardWork.Message::envelope)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Lanes.Lane<String> gateway(Instance instance) {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var request =
        HttpRequest.newBuilder(
                URI.create(instance.ports().url(Service.INGESTION) + "/api/v1/gateway/telemetry"))
            .header("Authorization", "Bearer " + instance.gatewayCredential())
            .header("Content-Type", "application/json");
    return batch -> {
      var answer =
          client.send(
              request.copy().POST(BodyPublishers.ofString(batch)).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200
          || Json.read(answer.body()).path("accepted").asInt() != BATCH) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
    };
  }

  private static double seconds(Duration took) {
    return took.toNanos() / 1e9;
  }

  private static void report(Instance instance, int messages, Rates service, Rates ceiling)
      throws IOException {
    var ratio = service.median() / ceiling.median();
    Rates.printHead("ingest, batches of 1,000, 4 connections");
    ceiling.print("raw insert (ceiling)");
    service.print("service, validated, authenticated");
    System.out.printf(
        "ratio %.2f · readings/s %,.0f · fdatasync/s %,.0f · edition %s%n",
        ratio,
        service.median() * StandardWork.FIELDS,
        Fdatasync.perSecond(Path.of(".")),
        instance.state().edition());
    Rates.write(
        "ingest.json",
        Map.of(
            "messages", messages,
            "service", service.all(),
            "raw", ceiling.all(),
            "ratio", ratio,
            "edition", String.valueOf(instance.state().edition())));
  }
}
