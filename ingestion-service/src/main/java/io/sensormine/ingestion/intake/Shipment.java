package io.sensormine.ingestion.intake;

import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.store.Protocol;
import java.time.Instant;
import java.util.List;

/**
 * Messages that came together, in their order.
 *
 * @param protocol the way they came
 * @param receivedAt when
 * @param timeRule which may leave their time out
 * @param patient whether to wait for room where the writer is at its limit, rather than be refused
 * @param arrivals when each of them came; empty where all came at {@code receivedAt}
 */
public record Shipment(
    Sender sender,
    Protocol protocol,
    Instant receivedAt,
    List<RawMessage> messages,
    TimeRule timeRule,
    boolean patient,
    List<Instant> arrivals) {
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

  /** What came in one request, refused as a whole where there is no room. */
  public static Shipment of(
      Sender sender, Protocol protocol, Instant receivedAt, List<RawMessage> messages) {
    return new Shipment(sender, protocol, receivedAt, messages, TimeRule.ALONE, false);
  }

  /** The same, waiting for room. */
  public Shipment patiently() {
    return new Shipment(sender, protocol, receivedAt, messages, timeRule, true, arrivals);
  }

  /** When the message at this place came. */
  Instant arrival(int at) {
    return arrivals.isEmpty() ? receivedAt : arrivals.get(at);
  }
}
