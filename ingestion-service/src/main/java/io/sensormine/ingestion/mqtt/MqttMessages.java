package io.sensormine.ingestion.mqtt;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.Message;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.MessageReader.Outcome;
import io.sensormine.ingestion.message.MessageSplitter;
import io.sensormine.ingestion.message.PayloadFormat;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the messages of a publish: one, or an array of them. */
@Singleton
final class MqttMessages {
  private final MessageSplitter splitter;
  private final MessageReader reader;

  MqttMessages(MessageSplitter splitter, MessageReader reader) {
    this.splitter = splitter;
    this.reader = reader;
  }

  /**
   * The messages in their order. A payload that is no JSON within the limits is one message that
   * cannot be read.
   */
  List<RawMessage> of(Topic topic, byte[] payload) {
    try {
      var messages = splitter.split(payload);
      var device = topic.device();
      return device == null
          ? messages
          : messages.stream().map(message -> ofDevice(device, message)).toList();
    } catch (ProblemException refused) {
      var code =
          refused.type() == ProblemType.TOO_LARGE
              ? RejectionCode.TOO_LARGE
              : RejectionCode.MALFORMED_JSON;
      return List.of(
          message(
              payload,
              0,
              payload.length,
              "",
              topic.device(),
              new Outcome.Unreadable(new Flaw(code, "", refused.detail()))));
    }
  }

  private RawMessage ofDevice(String device, RawMessage message) {
    var content = message.content();
    if (message.device() != null && !device.equals(message.device())) {
      content = contradicting(device, content == null ? reader.read(message) : content);
    }
    return message(
        message.body(), message.start(), message.end(), message.pointer(), device, content);
  }

  /** In a bare payload, {@code device} may be anything. */
  private static Outcome contradicting(String device, Outcome content) {
    return content instanceof Outcome.Tree(var root) && Message.isEnvelope(root)
        ? new Outcome.Unreadable(
            new Flaw(
                RejectionCode.UNKNOWN_DEVICE,
                "/device",
                "The topic names the device `" + device + "`, and the message another one."))
        : content;
  }

  private static RawMessage message(
      byte[] body,
      int start,
      int end,
      String pointer,
      @Nullable String device,
      @Nullable Outcome content) {
    return new RawMessage(body, start, end, PayloadFormat.JSON, pointer, device, content);
  }
}
