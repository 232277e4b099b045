package io.sensormine.ingestion.lineprotocol;

import io.sensormine.ingestion.message.Flaw;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.MessageReader;
import io.sensormine.ingestion.message.RawMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a body of lines: lines of one device and time are one message, and a bad line is
 * one that cannot be read. Of a field that several lines of a message have, the last one counts.
 * Lines that leave the time out are of one time, that of their arrival. What is larger than a
 * message may be, a line or several together, is one that cannot be read.
 */
public final class LineMessages {
  private final byte[] body;
  private final Precision precision;
  private final IngestionLimits limits;
  private final LineParser parser;
  private @Nullable Step ahead;

  /** A line that was read, or why it could not be. */
  private record Step(int index, int start, int end, @Nullable Line line, @Nullable Flaw flaw) {
    private @Nullable Key key() {
      return line == null ? null : new Key(line.device(), line.time());
    }
  }

  private record Key(@Nullable String device, @Nullable Long time) {}

  /** Reads a body from its beginning; the bytes are shared, and not to be changed. */
  public LineMessages(byte[] body, Precision precision, IngestionLimits limits) {
    this.body = body;
    this.precision = precision;
    this.limits = limits;
    this.parser = new LineParser(body, limits);
  }

  /**
   * The messages of the next lines, in the order in which they begin; empty after the last. Lines
   * of one message that follow each other are not torn apart.
   *
   * @param maxLines how many lines, but for that
   */
  public List<RawMessage> next(int maxLines) {
    var drafts = new ArrayList<Supplier<RawMessage>>();
    var byKey = new HashMap<Key, LineMessage>();
    Key last = null;
    int lines = 0;
    for (var step = step(); step != null; step = step(), lines++) {
      var key = step.key();
      if (lines >= maxLines && (key == null || !key.equals(last))) {
        ahead = step;
        break;
      }
      last = key;
      add(step, key, byKey, drafts);
    }
    return drafts.stream().map(Supplier::get).toList();
  }

  private void add(
      Step step,
      @Nullable Key key,
      Map<Key, LineMessage> byKey,
      List<Supplier<RawMessage>> drafts) {
    var line = step.line();
    var flaw = step.flaw();
    if (flaw != null) {
      drafts.add(() -> bad(step, flaw));
    }
    if (line == null || key == null) {
      return;
    }
    var message = byKey.get(key);
    if (message == null) {
      message = new LineMessage(body, precision, limits, step.index());
      byKey.put(key, message);
      drafts.add(message::raw);
    }
    message.add(line, step.start(), step.end());
  }

  private @Nullable Step step() {
    var held = ahead;
    if (held != null) {
      ahead = null;
      return held;
    }
    if (!parser.advance()) {
      return null;
    }
    Line line = null;
    Flaw flaw = null;
    try {
      line = parser.read();
    } catch (BadLine bad) {
      flaw = bad.flaw();
    }
    return new Step(parser.index(), parser.start(), parser.end(), line, flaw);
  }

  private RawMessage bad(Step step, Flaw flaw) {
    return new RawMessage(
        body,
        step.start(),
        step.end(),
        precision.format(),
        "/" + step.index(),
        null,
        new MessageReader.Outcome.Unreadable(flaw));
  }
}
