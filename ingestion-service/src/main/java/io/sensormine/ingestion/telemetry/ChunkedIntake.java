package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.body.BodySettings;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.rate.SenderRates;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Takes streams of messages of any length, a chunk at a time. */
@Singleton
final class ChunkedIntake {
  private final Intake intake;
  private final SenderRates rates;
  private final BodySettings settings;
  private final IngestionLimits limits;
  private final Clock clock;

  ChunkedIntake(
      Intake intake,
      SenderRates rates,
      BodySettings settings,
      IngestionLimits limits,
      Clock clock) {
    this.intake = intake;
    this.rates = rates;
    this.settings = settings;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Begins to take a stream.
   *
   * @param rehearsal whether nothing is to be stored
   */
  Chunks begin(Sender sender, boolean rehearsal) {
    return new Chunks(
        intake, rates, settings, clock, sender, rehearsal, new AnswerCount(limits.maxErrors()));
  }
}
