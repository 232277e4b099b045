package io.sensormine.ingestion.mqtt;

import io.sensormine.ingestion.intake.Result;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.ingestion.message.ShortText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a publish that has been dealt with.
 *
 * @param reason what MQTT 5 clients are told beside the code; null for nothing
 */
record Acknowledgement(Code code, @Nullable String reason) {
  private static final Acknowledgement STORED = new Acknowledgement(Code.SUCCESS, null);
  private static final int MAX_REASON = 1_000;

  /** By MQTT 5's reason codes. */
  enum Code {
    /** 0x00: what was not refused is committed. */
    SUCCESS,
    /** 0x83: refused for what this service knows or holds. */
    IMPLEMENTATION_SPECIFIC,
    /** 0x87: this client may not publish to this topic. */
    NOT_AUTHORIZED,
    /** 0x99: refused for what it says. */
    PAYLOAD_FORMAT_INVALID
  }

  /** Nothing of it was kept, for its topic is not one that its sender may publish to. */
  static Acknowledgement notAuthorized(String reason) {
    return new Acknowledgement(Code.NOT_AUTHORIZED, reason);
  }

  /** What became of a publish's messages, in their order. */
  static Acknowledgement of(List<RawMessage> messages, List<Result> results) {
    int refused = 0;
    Flaw first = null;
    var pointer = "";
    for (int at = 0; at < results.size(); at++) {
      if (results.get(at) instanceof Result.Rejected(var flaws)) {
        refused++;
        if (first == null) {
          first = flaws.getFirst();
          pointer = messages.get(at).pointer() + first.path();
        }
      }
    }
    if (first == null) {
      return STORED;
    }
    var reason = first.code().wireName() + place(pointer) + ": " + first.message();
    return refused < results.size()
        ? new Acknowledgement(
            Code.SUCCESS,
            shortened("%d of %d refused; %s".formatted(refused, results.size(), reason)))
        : new Acknowledgement(codeOf(first.code()), shortened(reason));
  }

  private static String place(String pointer) {
    return pointer.isEmpty() ? "" : " at " + pointer;
  }

  private static String shortened(String reason) {
    return ShortText.of(reason, MAX_REASON);
  }

  private static Code codeOf(RejectionCode code) {
    return switch (code) {
      case MALFORMED_JSON,
          SCHEMA_VIOLATION,
          TIME_REQUIRED,
          TIME_INVALID,
          TIME_IN_FUTURE,
          NUMBER_OUT_OF_RANGE,
          TEXT_NOT_STORABLE,
          PATH_COLLISION,
          TOO_MANY_FIELDS,
          TOO_LARGE ->
          Code.PAYLOAD_FORMAT_INVALID;
      case NO_ACTIVE_VERSION, UNKNOWN_VERSION, UNKNOWN_DEVICE, DEVICE_RETIRED ->
          Code.IMPLEMENTATION_SPECIFIC;
    };
  }
}
