package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.admission.Admission;
import io.sensormine.ingestion.admission.Arrival;
import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.TelemetryStore;
import io.sensormine.kit.memory.Age;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of a request's messages: each is read and judged, then all that were admitted and the
 * dead letters of the others are written in one transaction. Thread-safe; blocks.
 */
@Singleton
final class Intake {
  private final DeviceFinder finder;
  private final MessageReader reader;
  private final Admission admission;
  private final TelemetryStore store;
  private final Reports reports;
  private final Clock clock;

  Intake(
      DeviceFinder finder,
      MessageReader reader,
      Admission admission,
      TelemetryStore store,
      Reports reports,
      Clock clock) {
    this.finder = finder;
    this.reader = reader;
    this.admission = admission;
    this.store = store;
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * Takes messages. When it returns, they are committed.
   *
   * @param dryRun say what would become of them, and store nothing
   */
  Answer take(Sender sender, List<RawMessage> messages, boolean dryRun) {
    var receivedAt = clock.instant();
    var verdicts = judge(sender, messages, receivedAt);
    var batch = reports.batch(sender, messages, verdicts, receivedAt);
    if (batch.isEmpty()) {
      return reports.answer(messages, verdicts, List.of());
    }
    var outcomes = dryRun ? store.rehearse(batch) : store.write(batch);
    return reports.answer(messages, verdicts, outcomes);
  }

  /**
   * Judges by what is remembered; a message that would be refused because of it is judged again by
   * what is asked for now.
   */
  private List<Verdict> judge(Sender sender, List<RawMessage> messages, Instant receivedAt) {
    var devices = finder.find(sender, messages);
    var verdicts = new ArrayList<Verdict>(messages.size());
    var doubtful = new ArrayList<Integer>();
    for (int at = 0; at < messages.size(); at++) {
      var verdict = judge(sender, messages.get(at), devices, receivedAt, Age.USUAL);
      if (verdict instanceof Verdict.Refused refused && refused.restsOnReferences()) {
        doubtful.add(at);
      }
      verdicts.add(verdict);
    }
    if (!doubtful.isEmpty()) {
      var newer = finder.again(sender, devices, doubtful.stream().map(messages::get).toList());
      for (int at : doubtful) {
        verdicts.set(at, judge(sender, messages.get(at), newer, receivedAt, Age.RECENT));
      }
    }
    return verdicts;
  }

  private Verdict judge(
      Sender sender, RawMessage raw, DevicesAtHand devices, Instant receivedAt, Age age) {
    return switch (reader.read(raw)) {
      case MessageReader.Outcome.Unreadable(var flaw) ->
          new Verdict.Refused(List.of(flaw), null, null);
      case MessageReader.Outcome.Tree(var root) ->
          admission.judge(
              new Arrival(
                  sender.identity().tenantId(),
                  root,
                  devices.of(raw, root),
                  devices.isAlone(raw),
                  receivedAt),
              age);
    };
  }
}
