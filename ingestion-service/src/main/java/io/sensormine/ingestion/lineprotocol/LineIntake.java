package io.sensormine.ingestion.lineprotocol;

import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.intake.TimeRule;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Takes the messages of a body of lines, so many lines at a time that few bodies need a second go.
 * The first go is refused as a whole where there is no room for it; those after it wait for theirs.
 */
@Singleton
final class LineIntake {
  private final Intake intake;
  private final SenderRates rates;
  private final IngestionLimits limits;
  private final Clock clock;

  LineIntake(Intake intake, SenderRates rates, IngestionLimits limits, Clock clock) {
    this.intake = intake;
    this.rates = rates;
    this.limits = limits;
    this.clock = clock;
  }

  LineOutcome take(Sender sender, byte[] body, Precision precision) {
    var lines = new LineMessages(body, precision, limits);
    var receivedAt = clock.instant();
    var outcome = new LineOutcome();
    boolean first = true;
    for (var messages = lines.next(limits.maxMessages());
        !messages.isEmpty();
        messages = lines.next(limits.maxMessages())) {
      if (first) {
        rates.admit(sender, messages);
      } else {
        rates.await(sender, messages);
      }
      var shipment =
          new Shipment(sender, Protocol.LINE_PROTOCOL, receivedAt, messages, TimeRule.EACH, !first);
      var results = intake.take(shipment);
      for (int at = 0; at < results.size(); at++) {
        outcome.add(messages.get(at), results.get(at));
      }
      first = false;
    }
    return outcome;
  }
}
