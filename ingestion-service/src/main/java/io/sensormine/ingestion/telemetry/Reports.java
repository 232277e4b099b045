package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.Batch;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.Outcome;
import io.sensormine.ingestion.store.Protocol;
import io.sensormine.ingestion.store.TelemetryRecord;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns verdicts into what is written, and outcomes into what is answered. */
@Singleton
final class Reports {
  private final IngestionLimits limits;

  Reports(IngestionLimits limits) {
    this.limits = limits;
  }

  /** What is written: the messages admitted, and a dead letter for each of the others. */
  Batch batch(
      Sender sender, List<RawMessage> messages, List<Verdict> verdicts, Instant receivedAt) {
    var records = new ArrayList<TelemetryRecord>(verdicts.size());
    var letters = new ArrayList<DeadLetter>();
    for (int at = 0; at < verdicts.size(); at++) {
      switch (verdicts.get(at)) {
        case Verdict.Admitted(var telemetry) -> records.add(telemetry);
        case Verdict.Refused refused ->
            letters.add(letter(sender, messages.get(at), refused, receivedAt));
      }
    }
    return new Batch(records, letters);
  }

  private DeadLetter letter(
      Sender sender, RawMessage message, Verdict.Refused refused, Instant receivedAt) {
    var own = sender.identity().device();
    return new DeadLetter(
        Ids.next(),
        receivedAt,
        sender.identity().tenantId(),
        Protocol.HTTP,
        own != null && refused.deviceId() == null ? own.id() : refused.deviceId(),
        own != null ? own.externalId() : message.device(),
        refused.versionId(),
        refused.flaws(),
        message.head(limits.maxKeptBytes()),
        message.length());
  }

  /**
   * What is answered.
   *
   * @param outcomes of the messages admitted, in their order
   */
  Answer answer(List<RawMessage> messages, List<Verdict> verdicts, List<Outcome> outcomes) {
    int merged = 0;
    int duplicates = 0;
    for (var outcome : outcomes) {
      switch (outcome) {
        case INSERTED -> {}
        case MERGED -> merged++;
        case DUPLICATE -> duplicates++;
      }
    }
    var errors = new ArrayList<Answer.Item>();
    boolean truncated = false;
    for (int at = 0; at < verdicts.size(); at++) {
      if (verdicts.get(at) instanceof Verdict.Refused refused) {
        for (var flaw : refused.flaws()) {
          if (errors.size() == limits.maxErrors()) {
            truncated = true;
            break;
          }
          var path = messages.get(at).pointer() + flaw.path();
          errors.add(new Answer.Item(at, flaw.code().wireName(), path, flaw.message()));
        }
      }
    }
    return new Answer(
        verdicts.size(),
        outcomes.size() - duplicates,
        merged,
        duplicates,
        verdicts.size() - outcomes.size(),
        errors,
        truncated);
  }
}
