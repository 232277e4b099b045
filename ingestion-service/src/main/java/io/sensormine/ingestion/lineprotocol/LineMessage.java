package io.sensormine.ingestion.lineprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensormine.contracts.registry.FieldType;
import io.sensormine.ingestion.message.FieldTree;
import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.LooseMessage;
import io.sensormine.ingestion.message.LooseValue;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import io.sensormine.ingestion.message.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lines of one device and time, as one message. */
final class LineMessage implements LooseMessage {
  private static final String MEASUREMENT = "measurement";

  private final byte[] body;
  private final Precision precision;
  private final IngestionLimits limits;
  private final int index;
  private final List<Span> spans = new ArrayList<>(1);
  private final Map<String, JsonNode> fields = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private @Nullable String device;
  private @Nullable Long time;
  private @Nullable Flaw flaw;
  private long bytes;

  private record Span(int start, int end) {}

  /**
   * A message without lines yet.
   *
   * @param body the bytes that its lines stand in
   * @param index the place of its first line
   */
  LineMessage(byte[] body, Precision precision, IngestionLimits limits, int index) {
    this.body = body;
    this.precision = precision;
    this.limits = limits;
    this.index = index;
  }

  void add(Line line, int start, int end) {
    device = line.device();
    time = line.time();
    keep(start, end);
    if (flaw == null) {
      tags.put(MEASUREMENT, line.measurement());
      tags.putAll(line.tags());
      fields.putAll(line.fields());
      flaw = flaw();
    }
    if (flaw != null) {
      tags.clear();
      fields.clear();
    }
  }

  /** Of what is too large, only so much that its dead letter shows that something is missing. */
  private void keep(int start, int end) {
    if (bytes <= Math.max(limits.maxMessageBytes(), limits.maxKeptBytes())) {
      spans.add(new Span(start, end));
      bytes += end - start;
    }
  }

  private @Nullable Flaw flaw() {
    if (bytes > limits.maxMessageBytes()) {
      return new Flaw(
          RejectionCode.TOO_LARGE,
          "",
          "The lines of one device and time have more than %d bytes."
              .formatted(limits.maxMessageBytes()));
    }
    return fields.size() + tags.size() - 1 > limits.maxFields()
        ? new Flaw(
            RejectionCode.TOO_LARGE,
            "",
            "The lines of one device and time have more than %d tags and fields."
                .formatted(limits.maxFields()))
        : null;
  }

  RawMessage raw() {
    var pointer = "/" + index;
    MessageReader.Outcome content =
        flaw == null
            ? new MessageReader.Outcome.Loose(this)
            : new MessageReader.Outcome.Unreadable(flaw);
    if (spans.size() == 1) {
      var only = spans.getFirst();
      return new RawMessage(
          body, only.start(), only.end(), precision.format(), pointer, device, content);
    }
    var lines = new ByteArrayOutputStream();
    for (var span : spans) {
      lines.write(body, span.start(), span.end() - span.start());
      lines.write('\n');
    }
    return new RawMessage(
        lines.toByteArray(), 0, lines.size(), precision.format(), pointer, device, content);
  }

  /** Tags and the measurement are fields where the schema has those. */
  @Override
  public ObjectNode root(Map<String, FieldType> declared) {
    var root = JsonNodeFactory.instance.objectNode();
    if (time != null) {
      root.set("time", precision.time(time));
    }
    root.set("fields", FieldTree.of(declared.isEmpty() ? fields : withTags(declared), limits));
    return root;
  }

  private Map<String, JsonNode> withTags(Map<String, FieldType> declared) {
    var all = new LinkedHashMap<>(fields);
    tags.forEach((name, value) -> {
      var type = declared.get(name);
      if (type != null) {
        all.putIfAbsent(name, LooseValue.of(value, type));
      }
    });
    return all;
  }
}
