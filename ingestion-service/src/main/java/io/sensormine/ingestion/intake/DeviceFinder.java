package io.sensormine.ingestion.intake;

import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.ingestion.credential.Sender;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.StorableText;
import io.sensormine.ingestion.reference.Credentials;
import io.sensormine.ingestion.reference.Devices;
import io.sensormine.kit.memory.Age;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Finds the devices that a request's messages are of, in one call at the most. */
@Singleton
public final class DeviceFinder {
  private static final int MAX_NAME_LENGTH = 256;

  private final Devices devices;
  private final Credentials credentials;

  DeviceFinder(Devices devices, Credentials credentials) {
    this.devices = devices;
    this.credentials = credentials;
  }

  /** By what is remembered, where that is fresh. */
  public DevicesAtHand find(Sender sender, List<RawMessage> messages) {
    return find(sender, messages, Age.USUAL);
  }

  /** By what is remembered, where that is as fresh as asked. */
  DevicesAtHand find(Sender sender, List<RawMessage> messages, Age age) {
    var own = sender.device();
    return own == null
        ? DevicesAtHand.ofGateway(named(sender, messages, age), messages)
        : DevicesAtHand.ofDevice(own, messages);
  }

  /**
   * By what is asked for now.
   *
   * @param known what was found before
   * @param doubtful the messages that would be refused by it
   */
  public DevicesAtHand again(Sender sender, DevicesAtHand known, List<RawMessage> doubtful) {
    if (sender.speaksForAll()) {
      return known.with(named(sender, doubtful, Age.RECENT));
    }
    var newer = credentials.verify(sender.key(), Age.RECENT);
    var own = newer.isEmpty() ? null : newer.get().device();
    if (own == null) {
      throw ProblemException.of(
          ProblemType.UNAUTHENTICATED, "This credential has been revoked; nothing was stored.");
    }
    return known.with(own);
  }

  private Map<String, DeviceSelection.Item> named(
      Sender sender, List<RawMessage> messages, Age age) {
    var names = new LinkedHashSet<String>();
    for (var message : messages) {
      var name = message.device();
      if (name != null && isPossible(name)) {
        names.add(name);
      }
    }
    return devices.byExternalIds(sender.tenantId(), names, age);
  }

  /** Names that no device can have are not asked for: one would spoil the call for all. */
  private static boolean isPossible(String name) {
    return name.length() <= MAX_NAME_LENGTH && !name.isBlank() && StorableText.is(name);
  }
}
