package io.sensormine.ingestion.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.ingestion.admission.Admission;
import io.sensormine.ingestion.admission.Arrival;
import io.sensormine.ingestion.admission.ContractsAtHand;
import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.message.LooseMessage;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.ingestion.store.TelemetryRecord;
import io.sensormine.ingestion.writer.Writer;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.memory.NotAtHand;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The way of all messages: each is read and judged, then all that were admitted and the dead
 * letters of the others are written. Thread-safe; blocks.
 */
@Singleton
public final class Intake {
  private final DeviceFinder finder;
  private final MessageReader reader;
  private final Admission admission;
  private final Letters letters;
  private final Writer writer;

  Intake(
      DeviceFinder finder,
      MessageReader reader,
      Admission admission,
      Letters letters,
      Writer writer) {
    this.finder = finder;
    this.reader = reader;
    this.admission = admission;
    this.letters = letters;
    this.writer = writer;
  }

  /**
   * Takes messages, and lets go of them. When it returns, they are committed. 429 or 503 where
   * there is no room or something that is needed is away: then a part of them may have been stored,
   * and sending them again makes duplicates of it.
   *
   * @return what became of each, in their order
   */
  public List<Result> take(Shipment shipment) {
    var verdicts = judge(shipment);
    return results(verdicts, writer.write(batch(shipment, verdicts), shipment.patient()));
  }

  /**
   * The same without blocking: it comes to what {@link #take} returns or throws once they are
   * committed, and throws at once where there is no room. Null, and nothing has happened, where
   * something has to be asked for first.
   *
   * @param teller on which it is told
   */
  public @Nullable CompletableFuture<List<Result>> takeAtOnce(Shipment shipment, Executor teller) {
    var verdicts = judgeAtOnce(shipment);
    return verdicts == null
        ? null
        : writer
            .writeAtOnce(batch(shipment, verdicts), teller)
            .thenApply(outcomes -> results(verdicts, outcomes));
  }

  /** What {@link #take} would come to now; nothing is stored. */
  public List<Result> rehearse(Shipment shipment) {
    var verdicts = judge(shipment);
    return results(verdicts, writer.rehearse(batch(shipment, verdicts).withoutLetters()));
  }

  /** What is to be written; nothing else is kept of the messages. */
  private Batch batch(Shipment shipment, List<Verdict> verdicts) {
    var records = new ArrayList<TelemetryRecord>(verdicts.size());
    var refused = new ArrayList<DeadLetter>();
    for (int at = 0; at < verdicts.size(); at++) {
      switch (verdicts.get(at)) {
        case Verdict.Admitted(var telemetry) -> records.add(record(shipment, at, telemetry));
        case Verdict.Refused verdict -> {
          if (shipment.replay() == null) {
            refused.add(letters.of(shipment, shipment.messages().get(at), verdict));
          }
        }
      }
    }
    shipment.messages().forEach(RawMessage::letGo);
    var sender = shipment.sender();
    return new Batch(sender.tenantId(), sender.key(), shipment.protocol(), records, refused);
  }

  private static TelemetryRecord record(Shipment shipment, int at, TelemetryRecord telemetry) {
    var replay = shipment.replay();
    return replay == null ? telemetry : telemetry.replaying(replay.letters().get(at).id());
  }

  /** The writer tells of the records only, in their order. */
  private static List<Result> results(List<Verdict> verdicts, List<Outcome> outcomes) {
    var results = new ArrayList<Result>(verdicts.size());
    var next = outcomes.iterator();
    for (var verdict : verdicts) {
      results.add(
          switch (verdict) {
            case Verdict.Refused refused -> new Result.Rejected(refused.flaws());
            case Verdict.Admitted _ -> result(next.next());
          });
    }
    return results;
  }

  private static Result result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Inserted() -> new Result.Accepted(false);
      case Outcome.Merged() -> new Result.Accepted(true);
      case Outcome.Duplicate() -> new Result.Duplicate();
      case Outcome.Refused(var flaw) -> new Result.Rejected(List.of(flaw));
    };
  }

  /**
   * Judges by what is remembered; a message that would be refused because of it is judged again by
   * what is asked for now.
   */
  private List<Verdict> judge(Shipment shipment) {
    var messages = shipment.messages();
    var devices = finder.find(shipment.sender(), messages);
    var verdicts = judge(shipment, devices, Age.USUAL);
    var doubtful =
        IntStream.range(0, verdicts.size()).filter(at -> isDoubtful(verdicts.get(at))).toArray();
    if (doubtful.length > 0) {
      var newer =
          finder.again(
              shipment.sender(), devices, Arrays.stream(doubtful).mapToObj(messages::get).toList());
      var recent = admission.contracts(shipment.sender().tenantId(), Age.RECENT);
      for (int at : doubtful) {
        verdicts.set(at, judge(shipment, at, newer, recent));
      }
    }
    return verdicts;
  }

  /** Judges by what is at hand; null where that does not do. */
  private @Nullable List<Verdict> judgeAtOnce(Shipment shipment) {
    try {
      var devices = finder.find(shipment.sender(), shipment.messages(), Age.AT_HAND);
      var verdicts = judge(shipment, devices, Age.AT_HAND);
      return verdicts.stream().anyMatch(Intake::isDoubtful) ? null : verdicts;
    } catch (NotAtHand somethingIsMissing) {
      return null;
    }
  }

  private static boolean isDoubtful(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused && refused.restsOnReferences();
  }

  private List<Verdict> judge(Shipment shipment, DevicesAtHand devices, Age age) {
    var contracts = admission.contracts(shipment.sender().tenantId(), age);
    var verdicts = new ArrayList<Verdict>(shipment.messages().size());
    for (int at = 0; at < shipment.messages().size(); at++) {
      verdicts.add(judge(shipment, at, devices, contracts));
    }
    return verdicts;
  }

  private Verdict judge(
      Shipment shipment, int at, DevicesAtHand devices, ContractsAtHand contracts) {
    var raw = shipment.messages().get(at);
    return switch (reader.read(raw)) {
      case MessageReader.Outcome.Unreadable(var flaw) ->
          new Verdict.Refused(List.of(flaw), null, null);
      case MessageReader.Outcome.Tree(var root) ->
          admission.judge(arrival(shipment, at, root, null, devices), contracts);
      case MessageReader.Outcome.Loose(var loose) ->
          admission.judge(arrival(shipment, at, loose.root(Map.of()), loose, devices), contracts);
    };
  }

  private static Arrival arrival(
      Shipment shipment,
      int at,
      JsonNode root,
      @Nullable LooseMessage loose,
      DevicesAtHand devices) {
    var raw = shipment.messages().get(at);
    var replay = shipment.replay();
    var letter = replay == null ? null : replay.letters().get(at);
    return new Arrival(
        shipment.sender().tenantId(),
        root,
        loose,
        devices.of(raw, root),
        letter == null ? () -> mayLackTime(shipment, raw, devices) : letter::mayLackTime,
        letter == null ? shipment.arrival(at) : letter.receivedAt(),
        shipment.receivedAt(),
        replay == null ? null : replay.againstVersion());
  }

  private static boolean mayLackTime(Shipment shipment, RawMessage raw, DevicesAtHand devices) {
    return switch (shipment.timeRule()) {
      case ALONE -> devices.isAlone(raw);
      case EACH -> true;
      case NONE -> false;
    };
  }
}
