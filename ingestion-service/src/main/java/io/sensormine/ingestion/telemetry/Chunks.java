package io.sensormine.ingestion.telemetry;

import io.sensormine.ingestion.body.BodySettings;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.intake.TimeRule;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.rate.SenderRates;
import io.sensormine.ingestion.store.Protocol;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of one stream, stored a chunk at a time, as fast as that goes. A message may leave
 * its time out where the whole stream is one chunk and has no other of its device: whether a longer
 * one has another could only be known by remembering all.
 */
final class Chunks {
  private final Intake intake;
  private final SenderRates rates;
  private final BodySettings settings;
  private final Clock clock;
  private final Sender sender;
  private final boolean rehearsal;
  private final AnswerCount count;
  private final List<RawMessage> messages = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private long bytes;
  private boolean isFirst = true;

  Chunks(
      Intake intake,
      SenderRates rates,
      BodySettings settings,
      Clock clock,
      Sender sender,
      boolean rehearsal,
      AnswerCount count) {
    this.intake = intake;
    this.rates = rates;
    this.settings = settings;
    this.clock = clock;
    this.sender = sender;
    this.rehearsal = rehearsal;
    this.count = count;
  }

  /**
   * Adds the next message; stores those before it where they are a chunk.
   *
   * @param index its place in the stream
   */
  void add(int index, RawMessage message) {
    if (!messages.isEmpty() && isFull(message)) {
      take(TimeRule.NONE);
    }
    messages.add(message);
    places.add(index);
    bytes += message.length();
  }

  private boolean isFull(RawMessage next) {
    return messages.size() >= settings.chunkMessages()
        || bytes + next.length() > settings.chunkBytes();
  }

  /** Stores what has been added of a stream that broke off. */
  void breakOff() {
    take(TimeRule.NONE);
  }

  /** Stores the last chunk; what became of all. */
  Answer finish() {
    take(isFirst ? TimeRule.ALONE : TimeRule.NONE);
    return count.answer();
  }

  /** What became of the messages that have been stored so far. */
  Answer soFar() {
    return count.answer();
  }

  private void take(TimeRule rule) {
    if (messages.isEmpty()) {
      return;
    }
    rates.await(sender, messages);
    var shipment = new Shipment(sender, Protocol.HTTP, clock.instant(), messages, rule, true);
    var results = rehearsal ? intake.rehearse(shipment) : intake.take(shipment);
    for (int at = 0; at < results.size(); at++) {
      count.add(places.get(at), messages.get(at).pointer(), results.get(at));
    }
    messages.clear();
    places.clear();
    bytes = 0;
    isFirst = false;
  }
}
