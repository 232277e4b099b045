package io.sensormine.ingestion.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.contracts.device.DeviceSelection;
import io.sensormine.contracts.device.DeviceStatus;
import io.sensormine.ingestion.message.Flattener;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.Message;
import io.sensormine.ingestion.message.MessageTime;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.store.TelemetryRecord;
import io.sensormine.kit.memory.Age;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Judges messages: the device, the version it is held to, the time, the fields. Thread-safe. */
@Singleton
public final class Admission {
  private final Contracts contracts;
  private final IngestionLimits limits;

  Admission(Contracts contracts, IngestionLimits limits) {
    this.contracts = contracts;
    this.limits = limits;
  }

  /**
   * What a request's messages are held to.
   *
   * @param age how old the news of it may be
   */
  public ContractsAtHand contracts(UUID tenantId, Age age) {
    return new ContractsAtHand(contracts, tenantId, age);
  }

  /**
   * Judges a message by what is known of its device and schema. 503 where a service that knows is
   * away.
   *
   * @param held what the messages of its request are held to
   */
  public Verdict judge(Arrival arrival, ContractsAtHand held) {
    var device = arrival.device();
    if (device == null) {
      return refused(null, null, RejectionCode.UNKNOWN_DEVICE, "/device", UNKNOWN_DEVICE);
    }
    if (device.status() == DeviceStatus.RETIRED) {
      return refused(device, null, RejectionCode.DEVICE_RETIRED, "", "The device is retired.");
    }
    if (!(arrival.root() instanceof ObjectNode root)) {
      return refused(
          device, null, RejectionCode.SCHEMA_VIOLATION, "", "A message is a JSON object.");
    }
    return switch (find(arrival, device, root, held)) {
      case Contracts.Found.None(var flaw) -> new Verdict.Refused(List.of(flaw), device.id(), null);
      case Contracts.Found.Held(var contract) -> hold(arrival, device, root, contract);
    };
  }

  private static Contracts.Found find(
      Arrival arrival, DeviceSelection.Item device, ObjectNode root, ContractsAtHand held) {
    var against = arrival.againstVersion();
    if (against != null) {
      return held.numbered(device.deviceTypeId(), against);
    }
    var asked = Message.isEnvelope(root) ? root.get("schemaVersion") : null;
    return held.find(device.deviceTypeId(), asked);
  }

  private static final String UNKNOWN_DEVICE =
      "Name one of the tenant's devices by `device`, its external id.";

  private Verdict hold(
      Arrival arrival, DeviceSelection.Item device, ObjectNode root, Contract contract) {
    var loose = arrival.loose();
    var told = loose == null || contract.fields().isEmpty() ? root : loose.root(contract.fields());
    var message = Message.of(told, contract.declared(), contract.timeSteps());
    return switch (time(message.time(), message.timePath(), arrival)) {
      case MessageTime.Unfit(var flaw) -> refused(device, contract, List.of(flaw));
      case MessageTime.At(var time) -> hold(arrival, device, message, contract, time);
    };
  }

  private MessageTime time(@Nullable JsonNode time, String path, Arrival arrival) {
    if (time != null) {
      return MessageTime.of(time, path, arrival.judgedAt(), limits.maxAhead());
    }
    return arrival.mayLackTime().getAsBoolean()
        ? new MessageTime.At(arrival.receivedAt())
        : new MessageTime.Unfit(
            new Flaw(
                RejectionCode.TIME_REQUIRED,
                "/time",
                "Where a request has several messages of a device, each says its time."));
  }

  private Verdict hold(
      Arrival arrival,
      DeviceSelection.Item device,
      Message message,
      Contract contract,
      Instant time) {
    var base = message.base();
    switch (Flattener.flatten(message.payload(), base, contract.timeSteps(), limits)) {
      case Flattener.Outcome.Unfit(var flaw) -> {
        return refused(device, contract, List.of(flaw));
      }
      case Flattener.Outcome.Fields(var fields) -> {
        var flaws = contract.flaws(message.payload(), base);
        return flaws.isEmpty()
            ? new Verdict.Admitted(
                new TelemetryRecord(
                    arrival.tenantId(),
                    device.id(),
                    time,
                    contract.versionId(),
                    fields,
                    arrival.receivedAt()))
            : refused(device, contract, flaws);
      }
    }
  }

  private static Verdict refused(DeviceSelection.Item device, Contract contract, List<Flaw> flaws) {
    return new Verdict.Refused(flaws, device.id(), contract.versionId());
  }

  private static Verdict refused(
      DeviceSelection.@Nullable Item device,
      @Nullable Contract contract,
      RejectionCode code,
      String path,
      String message) {
    return new Verdict.Refused(
        List.of(new Flaw(code, path, message)),
        device == null ? null : device.id(),
        contract == null ? null : contract.versionId());
  }
}
