package io.sensormine.ingestion.intake;

import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.kit.id.Ids;
import jakarta.inject.Singleton;

/** Makes dead letters of messages that are refused. */
@Singleton
final class Letters {
  private final IngestionLimits limits;

  Letters(IngestionLimits limits) {
    this.limits = limits;
  }

  DeadLetter of(Shipment shipment, RawMessage message, Verdict.Refused refused) {
    var own = shipment.sender().device();
    return new DeadLetter(
        Ids.next(),
        shipment.receivedAt(),
        shipment.sender().tenantId(),
        shipment.protocol(),
        message.format(),
        own != null && refused.deviceId() == null ? own.id() : refused.deviceId(),
        own != null ? own.externalId() : message.device(),
        refused.versionId(),
        refused.flaws(),
        message.head(limits.maxKeptBytes()),
        message.length());
  }
}
