package io.sensormine.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.standalone.client.Api;
import io.sensormine.standalone.home.CommandException;
import io.sensormine.standalone.home.Ports;
import io.sensormine.standalone.home.SecretStore;
import io.sensormine.standalone.home.Service;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The main job on real readings: registers a schema, a device type and two devices, sends their
 * recordings as the devices would, and shows what the query service makes of them.
 */
public final class Demo {
  private static final int MESSAGES_A_REQUEST = 1_000;

  private final Ports ports;
  private final SecretStore secrets;
  private final PrintStream out;
  private final List<Recording> recordings;

  /**
   * @param folder where the two recordings are
   */
  public Demo(Ports ports, SecretStore secrets, Path folder, PrintStream out) {
    this.ports = ports;
    this.secrets = secrets;
    this.out = out;
    this.recordings =
        List.of(
            new Recording(
                "machine-temperature",
                "A large machine's component",
                folder.resolve("machine_temperature_system_failure.csv")),
            new Recording(
                "ambient-temperature",
                "An office",
                folder.resolve("ambient_temperature_system_failure.csv")));
  }

  /** Runs it; running it again stores nothing new. */
  public void run() {
    var token = new DemoTenant(ports, secrets).loginAsAdmin();
    var catalogue = new DemoCatalogue(ports, secrets, token);
    var type = catalogue.deviceType();
    var query = new Api(ports.url(Service.QUERY), token, null);
    var all = new Outcome();
    for (var recording : recordings) {
      var readings = recording.readings();
      var credential = catalogue.credential(catalogue.device(recording, type));
      var outcome = push(recording, readings, credential);
      all.add(outcome);
      new DemoReport(query, out).print(recording, readings, outcome);
    }
    out.printf(
        "%n%,d readings sent: %,d stored, %,d duplicates, %,d refused.%n",
        all.received, all.accepted, all.duplicates, all.rejected);
    if (all.duplicates == all.received) {
      out.println(
          "All were duplicates: they had been stored before, and no stored number changed.");
    }
  }

  private Outcome push(Recording recording, List<Recording.Reading> readings, String credential) {
    var ingestion = new Api(ports.url(Service.INGESTION), credential, null);
    var outcome = new Outcome();
    try (var bar = progress(recording.externalId(), readings.size())) {
      for (var from = 0; from < readings.size(); from += MESSAGES_A_REQUEST) {
        var batch =
            readings.subList(from, Math.min(from + MESSAGES_A_REQUEST, readings.size())).stream()
                .map(Recording.Reading::message)
                .toList();
        var answer =
            ingestion
                .post("/api/v1/telemetry", batch)
                .orFail("Sending for " + recording.externalId());
        outcome.add(answer);
        bar.stepBy(batch.size());
      }
    }
    if (outcome.received != readings.size()) {
      throw new CommandException(
          "%,d readings of %s were sent, but the service counted %,d."
              .formatted(readings.size(), recording.externalId(), outcome.received));
    }
    return outcome;
  }

  private static ProgressBar progress(String name, int size) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(size)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(100)
        .build();
  }

  /** What the ingestion service counted. */
  static final class Outcome {
    long received;
    long accepted;
    long duplicates;
    long rejected;

    private void add(JsonNode answer) {
      received += answer.path("received").asLong();
      accepted += answer.path("accepted").asLong();
      duplicates += answer.path("duplicates").asLong();
      rejected += answer.path("rejected").asLong();
    }

    private void add(Outcome other) {
      received += other.received;
      accepted += other.accepted;
      duplicates += other.duplicates;
      rejected += other.rejected;
    }
  }
}
