package io.sensormine.ingestion.intake;

import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;

/** Makes dead letters of messages that are refused. */
@Singleton
public final class Letters {
  private final IngestionLimits limits;

  Letters(IngestionLimits limits) {
    this.limits = limits;
  }

  DeadLetter of(Shipment shipment, RawMessage message, Verdict.Refused refused) {
    return of(shipment, message, refused, DeadLetter.Kind.MESSAGE);
  }

  /** The dead letter of an event. */
  public DeadLetter ofEvent(Shipment shipment, RawMessage event, Verdict.Refused refused) {
    return of(shipment, event, refused, DeadLetter.Kind.EVENT);
  }

  private DeadLetter of(
      Shipment shipment, RawMessage message, Verdict.Refused refused, DeadLetter.Kind kind) {
    var own = shipment.sender().device();
    return new DeadLetter(
        Ids.next(),
        shipment.receivedAt(),
        shipment.sender().tenantId(),
        shipment.protocol(),
        kind,
        message.format(),
        own != null && refused.deviceId() == null ? own.id() : refused.deviceId(),
        own != null ? own.externalId() : message.device(),
        refused.versionId(),
        refused.flaws(),
        message.head(limits.maxKeptBytes()),
        message.length());
  }
}
