package io.sensormine.ingestion.intake;

import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.Protocol;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came together, in their order.
 *
 * @param protocol the way they came
 * @param receivedAt when
 * @param timeRule which may leave their time out
 * @param patient whether to wait for room where the writer is at its limit, rather than be refused
 * @param arrivals when each of them came; empty where all came at {@code receivedAt}
 * @param replay what they were as dead letters; null where they have just come
 */
public record Shipment(
    Sender sender,
    Protocol protocol,
    Instant receivedAt,
    List<RawMessage> messages,
    TimeRule timeRule,
    boolean patient,
    List<Instant> arrivals,
    @Nullable Replay replay) {
  public Shipment {
    messages = List.copyOf(messages);
    arrivals = List.copyOf(arrivals);
    if (!arrivals.isEmpty() && arrivals.size() != messages.size()) {
      throw new IllegalArgumentException("an arrival for every message, or none");
    }
  }

  /** What came at one instant. */
  public Shipment(
      Sender sender,
      Protocol protocol,
      Instant receivedAt,
      List<RawMessage> messages,
      TimeRule timeRule,
      boolean patient) {
    this(sender, protocol, receivedAt, messages, timeRule, patient, List.of());
  }

  /** What came one after the other. */
  public Shipment(
      Sender sender,
      Protocol protocol,
      Instant receivedAt,
      List<RawMessage> messages,
      TimeRule timeRule,
      boolean patient,
      List<Instant> arrivals) {
    this(sender, protocol, receivedAt, messages, timeRule, patient, arrivals, null);
  }

  /** Dead letters that are to be taken after all, now; each came alone or says its time. */
  public static Shipment of(Sender sender, Instant now, List<RawMessage> messages, Replay replay) {
    return new Shipment(
        sender, Protocol.REPLAY, now, messages, TimeRule.NONE, true, List.of(), replay);
  }

  /** What came in one request, refused as a whole where there is no room. */
  public static Shipment of(
      Sender sender, Protocol protocol, Instant receivedAt, List<RawMessage> messages) {
    return new Shipment(sender, protocol, receivedAt, messages, TimeRule.ALONE, false);
  }

  /** The same, waiting for room. */
  public Shipment patiently() {
    return new Shipment(sender, protocol, receivedAt, messages, timeRule, true, arrivals, replay);
  }

  /** When the message at this place came. */
  Instant arrival(int at) {
    return arrivals.isEmpty() ? receivedAt : arrivals.get(at);
  }
}
