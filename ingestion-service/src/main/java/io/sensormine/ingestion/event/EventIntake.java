package io.sensormine.ingestion.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.data.exceptions.DataAccessException;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.ingestion.admission.Verdict;
import io.sensormine.ingestion.intake.DeviceFinder;
import io.sensormine.ingestion.intake.DevicesAtHand;
import io.sensormine.ingestion.intake.Letters;
import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.ingestion.store.EventRecord;
import io.sensormine.ingestion.store.EventStore;
import io.sensormine.kit.rate.Turns;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of all events: each is read and judged, then all that were admitted and the dead letters
 * of the others are written in one transaction. Thread-safe; blocks.
 */
@Singleton
public final class EventIntake {
  private final DeviceFinder finder;
  private final MessageReader messages;
  private final EventReader events;
  private final Letters letters;
  private final EventStore store;
  private final Turns turns;

  EventIntake(
      DeviceFinder finder,
      MessageReader messages,
      EventReader events,
      Letters letters,
      EventStore store,
      EventSettings settings) {
    this.finder = finder;
    this.messages = messages;
    this.events = events;
    this.letters = letters;
    this.store = store;
    this.turns =
        new Turns(
            "Too many events are being stored; send these again.",
            settings.maxWrites(),
            Turns.USUAL_WAIT);
  }

  /** An event as it was judged: one of the two is there. */
  private record Judged(@Nullable EventRecord event, Verdict.@Nullable Refused refused) {}

  /**
   * Takes events, and lets go of them. When it returns, they are committed; where it throws, none
   * is.
   *
   * @return what became of each, in their order
   */
  public List<Result> take(Shipment shipment) {
    var judged = judge(shipment);
    var refused = new ArrayList<DeadLetter>();
    for (int at = 0; at < judged.size() && shipment.replay() == null; at++) {
      var refusal = judged.get(at).refused();
      if (refusal != null) {
        refused.add(letters.ofEvent(shipment, shipment.messages().get(at), refusal));
      }
    }
    shipment.messages().forEach(RawMessage::letGo);
    return results(judged, stored -> store.write(stored, refused));
  }

  /** What {@link #take} would come to now; nothing is stored. */
  public List<Result> rehearse(Shipment shipment) {
    var judged = judge(shipment);
    shipment.messages().forEach(RawMessage::letGo);
    return results(judged, store::rehearse);
  }

  private interface Writing {
    List<Boolean> of(List<EventRecord> events) throws SQLException;
  }

  private List<Result> results(List<Judged> judged, Writing writing) {
    var admitted = new ArrayList<EventRecord>();
    judged.forEach(each -> {
      if (each.event() != null) {
        admitted.add(each.event());
      }
    });
    var fresh = turns.take(() -> write(admitted, writing)).iterator();
    return judged.stream()
        .<Result>map(each -> {
          var refused = each.refused();
          return refused != null
              ? new Result.Rejected(refused.flaws())
              : fresh.next() ? new Result.Accepted(false) : new Result.Duplicate();
        })
        .toList();
  }

  private static List<Boolean> write(List<EventRecord> events, Writing writing) {
    try {
      return writing.of(events);
    } catch (SQLException e) {
      throw new DataAccessException("events were not written: " + e.getMessage(), e);
    }
  }

  /** What would be refused because of what is remembered of its device is judged again. */
  private List<Judged> judge(Shipment shipment) {
    var raw = shipment.messages();
    var devices = finder.find(shipment.sender(), raw);
    var judged = new ArrayList<Judged>();
    var doubtful = new ArrayList<Integer>();
    for (int at = 0; at < raw.size(); at++) {
      var each = judge(shipment, at, devices);
      if (each.refused() != null && each.refused().restsOnReferences()) {
        doubtful.add(at);
      }
      judged.add(each);
    }
    if (!doubtful.isEmpty()) {
      var newer =
          finder.again(shipment.sender(), devices, doubtful.stream().map(raw::get).toList());
      doubtful.forEach(at -> judged.set(at, judge(shipment, at, newer)));
    }
    return judged;
  }

  private Judged judge(Shipment shipment, int at, DevicesAtHand devices) {
    var raw = shipment.messages().get(at);
    return switch (messages.read(raw)) {
      case MessageReader.Outcome.Unreadable(var flaw) -> refused(List.of(flaw), null);
      case MessageReader.Outcome.Tree(var root) -> judge(shipment, at, root, device(devices, raw));
      case MessageReader.Outcome.Loose(var loose) ->
          judge(shipment, at, loose.root(Map.of()), device(devices, raw));
    };
  }

  /** Unlike a message, an event has no part of its own where `device` may mean anything else. */
  private static DeviceSelection.@Nullable Item device(DevicesAtHand devices, RawMessage raw) {
    var own = devices.own();
    var name = raw.device();
    if (own == null) {
      return name == null ? null : devices.named(name);
    }
    return name == null || name.equals(own.externalId()) ? own : null;
  }

  private Judged judge(
      Shipment shipment, int at, JsonNode root, DeviceSelection.@Nullable Item device) {
    if (device == null) {
      return refused(
          List.of(
              new Flaw(
                  RejectionCode.UNKNOWN_DEVICE,
                  "/device",
                  "Name one of the tenant's devices by `device`, its external id.")),
          null);
    }
    if (device.status() == DeviceStatus.RETIRED) {
      return refused(
          List.of(new Flaw(RejectionCode.DEVICE_RETIRED, "", "The device is retired.")), device);
    }
    var replay = shipment.replay();
    var letter = replay == null ? null : replay.letters().get(at);
    var receivedAt = letter == null ? shipment.receivedAt() : letter.receivedAt();
    var read =
        events.read(
            root, shipment.sender().tenantId(), device.id(), receivedAt, shipment.receivedAt());
    return switch (read) {
      case EventReader.Outcome.Unfit(var flaws) -> refused(flaws, device);
      case EventReader.Outcome.Read(var event) ->
          new Judged(letter == null ? event : event.replaying(letter.id()), null);
    };
  }

  private static Judged refused(List<Flaw> flaws, DeviceSelection.@Nullable Item device) {
    return new Judged(null, new Verdict.Refused(flaws, device == null ? null : device.id(), null));
  }
}
