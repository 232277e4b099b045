package io.sensormine.ingestion.deadletter;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.event.EventIntake;
import io.sensormine.ingestion.intake.Intake;
import io.sensormine.ingestion.intake.Replay;
import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.intake.Shipment;
import io.sensormine.ingestion.message.Message;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.PayloadReader;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.reference.Devices;
import io.sensormine.ingestion.store.DeadLetter;
import io.sensormine.kit.memory.Age;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes messages of dead letters again, and has them taken in the order they came. */
@Singleton
final class LettersAgain {
  private final Intake intake;
  private final EventIntake events;
  private final Devices devices;
  private final Clock clock;
  private final Map<PayloadFormat, PayloadReader> readers = new EnumMap<>(PayloadFormat.class);

  /**
   * How letters are taken.
   *
   * @param dryRun whether only to tell what would become of them
   * @param againstVersion the number of the version they are held to; null for the one in force
   */
  record Mode(boolean dryRun, @Nullable Integer againstVersion) {}

  LettersAgain(
      Intake intake,
      EventIntake events,
      Devices devices,
      Clock clock,
      List<PayloadReader> readers) {
    this.intake = intake;
    this.events = events;
    this.devices = devices;
    this.clock = clock;
    readers.forEach(reader -> reader.formats().forEach(it -> this.readers.put(it, reader)));
  }

  /** Takes letters of a tenant, which are in order of time. */
  void take(UUID tenantId, List<StoredLetter> letters, Mode mode, ReplayCount count) {
    var whole = letters.stream().filter(letter -> isReplayable(letter, count)).toList();
    if (whole.isEmpty()) {
      return;
    }
    var known = devices.byIds(tenantId, ids(whole), Age.RECENT);
    for (var kind : DeadLetter.Kind.values()) {
      var some = whole.stream().filter(letter -> letter.kind() == kind).toList();
      if (!some.isEmpty()) {
        var results = take(shipment(tenantId, some, known, mode), kind, mode.dryRun());
        for (int at = 0; at < results.size(); at++) {
          count.add(some.get(at).id(), results.get(at));
        }
      }
    }
  }

  private List<Result> take(Shipment shipment, DeadLetter.Kind kind, boolean dryRun) {
    return switch (kind) {
      case MESSAGE -> dryRun ? intake.rehearse(shipment) : intake.take(shipment);
      case EVENT -> dryRun ? events.rehearse(shipment) : events.take(shipment);
    };
  }

  private Shipment shipment(
      UUID tenantId, List<StoredLetter> letters, Map<UUID, DeviceSelection.Item> known, Mode mode) {
    var arrivals = new HashMap<Together, Integer>();
    letters.forEach(letter -> arrivals.merge(Together.of(letter), 1, Integer::sum));
    var messages = new ArrayList<RawMessage>();
    var replayed = new ArrayList<Replay.Letter>();
    for (var letter : letters) {
      messages.add(message(letter, known));
      boolean alone =
          arrivals.getOrDefault(Together.of(letter), 0) == 1
              && !letter.code().equals(RejectionCode.TIME_REQUIRED.wireName());
      replayed.add(new Replay.Letter(letter.id(), letter.receivedAt(), alone));
    }
    return Shipment.of(
        new Sender(tenantId, null, "replay"),
        clock.instant(),
        messages,
        new Replay(replayed, mode.againstVersion()));
  }

  private boolean isReplayable(StoredLetter letter, ReplayCount count) {
    if (letter.replayedAt() != null) {
      count.addReplayed();
      return false;
    }
    if (letter.isTruncated()) {
      count.addUnreplayable(
          letter.id(),
          "payload-truncated",
          "Of its %d bytes only the first %d were kept."
              .formatted(letter.payloadBytes(), letter.payload().length));
      return false;
    }
    if (!readers.containsKey(letter.format())) {
      count.addUnreplayable(
          letter.id(), "format-unknown", "Nothing here reads %s.".formatted(letter.format()));
      return false;
    }
    return true;
  }

  private static List<UUID> ids(List<StoredLetter> letters) {
    return letters.stream()
        .map(StoredLetter::deviceId)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private RawMessage message(StoredLetter letter, Map<UUID, DeviceSelection.Item> known) {
    var payload = letter.payload();
    var format = letter.format();
    var content = Objects.requireNonNull(readers.get(format)).read(payload, format);
    return new RawMessage(
        payload, 0, payload.length, format, "", device(letter, content, known), content);
  }

  /**
   * The device's external id as it is now, for it may have got another; null, as for no device,
   * where the message names another than the one that sent it.
   */
  private static @Nullable String device(
      StoredLetter letter, MessageReader.Outcome content, Map<UUID, DeviceSelection.Item> known) {
    if (content instanceof MessageReader.Outcome.Tree(var root)
        && (letter.kind() == DeadLetter.Kind.EVENT || Message.isEnvelope(root))
        && root.path("device").isTextual()
        && letter.externalId() != null
        && !root.path("device").textValue().equals(letter.externalId())) {
      return null;
    }
    if (letter.deviceId() == null) {
      return letter.externalId();
    }
    var device = known.get(letter.deviceId());
    return device == null ? null : device.externalId();
  }

  /** What letters that came in one request have in common where they are of one device. */
  private record Together(Instant receivedAt, @Nullable UUID deviceId, @Nullable String name) {
    static Together of(StoredLetter letter) {
      return new Together(letter.receivedAt(), letter.deviceId(), letter.externalId());
    }
  }
}
