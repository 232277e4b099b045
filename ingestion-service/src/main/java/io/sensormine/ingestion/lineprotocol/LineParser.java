package io.sensormine.ingestion.lineprotocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sensormine.ingestion.message.IngestionLimits;
import io.sensormine.ingestion.message.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines out of bytes, one after the other: {@code measurement,tag=value field=value time}.
 * Blank lines and comments are none. Whole numbers ({@code 1i}, {@code 1u}) beyond 64 bits become
 * the IEEE double nearest to them. After a bad line it goes on with what follows the next line
 * break, also where that stands in a text that is not closed. Of a line that is larger than a
 * message may be, no more is read.
 */
final class LineParser {
  private static final String DEVICE = "device";
  private static final int QUOTE = '"';

  /** Sets of bytes below 64, a bit each. */
  private static final long IN_MEASUREMENT = 1L << ',' | 1L << ' ';

  private static final long IN_NAME = IN_MEASUREMENT | 1L << '=';

  private final byte[] bytes;
  private final int maxBytes;
  private final int maxFields;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private int at;
  private int bound;
  private int start;
  private int end;
  private int index = -1;
  private int nextIndex;

  LineParser(byte[] bytes, IngestionLimits limits) {
    this.bytes = bytes;
    this.maxBytes = limits.maxMessageBytes();
    this.maxFields = limits.maxFields();
  }

  /** Goes to the next line; false after the last. */
  boolean advance() {
    for (; at < bytes.length; at = afterBreak(at), nextIndex++) {
      skipSpaces();
      if (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r' && bytes[at] != '#') {
        start = at;
        index = nextIndex;
        return true;
      }
    }
    return false;
  }

  /** The place among all lines, from 0, of the line that was advanced to. */
  int index() {
    return index;
  }

  /** Where it begins. */
  int start() {
    return start;
  }

  /** Where it has ended, without its line break; known once it has been read. */
  int end() {
    return end;
  }

  /** Reads the line that was advanced to. */
  Line read() throws BadLine {
    bound = start + Math.min(maxBytes, bytes.length - start);
    try {
      var line = line();
      end = at;
      count(start, end);
      leave();
      return line;
    } catch (BadLine bad) {
      boolean goesOn = at >= bound && at < bytes.length && !isBreak(bytes[at]);
      at = start;
      while (at < bytes.length && bytes[at] != '\n') {
        at++;
      }
      end = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
      leave();
      throw goesOn || end - start > maxBytes ? BadLine.tooLong(maxBytes) : bad;
    }
  }

  /** A text may hold line breaks. */
  private void count(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        nextIndex++;
      }
    }
  }

  private void leave() {
    at = afterBreak(at);
    nextIndex++;
  }

  private Line line() throws BadLine {
    var measurement = name(IN_MEASUREMENT, "measurement");
    String device = null;
    Map<String, String> tags = Map.of();
    while (is(',')) {
      at++;
      var key = name(IN_NAME, "tag");
      expect('=', "a tag is key=value");
      var value = name(IN_NAME, "tag's value");
      if (key.equals(DEVICE)) {
        device = value;
      } else {
        tags = tags.isEmpty() ? new LinkedHashMap<>() : tags;
        tags.put(key, value);
        checkCount(tags.size());
      }
    }
    expect(' ', "a space separates measurement and tags from fields");
    skipSpaces();
    var fields = fields(tags.size());
    skipSpaces();
    var time = time();
    int last = at;
    skipSpaces();
    if (is('\r')) {
      at++;
    }
    if (at < bytes.length && bytes[at] != '\n') {
      throw new BadLine("something follows the time");
    }
    at = last;
    return new Line(measurement, tags, device, fields, time);
  }

  private Map<String, JsonNode> fields(int tags) throws BadLine {
    var fields = new LinkedHashMap<String, JsonNode>();
    while (true) {
      var key = name(IN_NAME, "field");
      expect('=', "a field is key=value");
      fields.put(key, value());
      checkCount(tags + fields.size());
      if (!is(',')) {
        return fields;
      }
      at++;
    }
  }

  private void checkCount(int tagsAndFields) throws BadLine {
    if (tagsAndFields > maxFields) {
      throw new BadLine(
          RejectionCode.TOO_MANY_FIELDS,
          "A line has at most %d tags and fields.".formatted(maxFields));
    }
  }

  private JsonNode value() throws BadLine {
    if (is('"')) {
      return nodes.textNode(quoted());
    }
    int from = at;
    while (at < bound && !endsValue(bytes[at])) {
      at++;
    }
    return FieldValue.of(bytes, from, at);
  }

  private static boolean endsValue(byte b) {
    return b == ',' || b == ' ' || isBreak(b);
  }

  private static boolean isBreak(byte b) {
    return b == '\n' || b == '\r';
  }

  private String quoted() throws BadLine {
    int from = ++at;
    boolean escaped = false;
    while (at < bound && bytes[at] != '"') {
      if (bytes[at] == '\\' && at + 1 < bytes.length && isEscapedInText(bytes[at + 1])) {
        escaped = true;
        at++;
      }
      at++;
    }
    if (at >= bound) {
      throw bound < bytes.length ? BadLine.tooLong(maxBytes) : new BadLine("a text is not closed");
    }
    int to = at++;
    return escaped ? unescaped(from, to, 1L << QUOTE, true) : text(bytes, from, to);
  }

  private static boolean isEscapedInText(byte b) {
    return b == '"' || b == '\\';
  }

  private @Nullable Long time() throws BadLine {
    int from = at;
    while (at < bound && !endsValue(bytes[at])) {
      at++;
    }
    if (from == at) {
      return null;
    }
    try {
      return Long.valueOf(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException notOne) {
      throw new BadLine("the time is not a whole number of 64 bits");
    }
  }

  /**
   * Reads up to a byte that ends a name, unless a backslash stands before it.
   *
   * @param escapable the bytes that end it, and that a backslash makes part of it
   */
  private String name(long escapable, String what) throws BadLine {
    int from = at;
    boolean escaped = false;
    while (at < bound && bytes[at] != '\n' && !isOf(escapable, bytes[at])) {
      if (bytes[at] == '\\' && at + 1 < bytes.length && isOf(escapable, bytes[at + 1])) {
        escaped = true;
        at++;
      }
      at++;
    }
    if (from == at) {
      throw new BadLine("a " + what + " is empty");
    }
    return escaped ? unescaped(from, at, escapable, false) : text(bytes, from, at);
  }

  private String unescaped(int from, int to, long escapable, boolean backslashToo) throws BadLine {
    var plain = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\'
          && i + 1 < to
          && (isOf(escapable, bytes[i + 1]) || (backslashToo && bytes[i + 1] == '\\'))) {
        i++;
      }
      plain[length++] = bytes[i];
    }
    return text(plain, 0, length);
  }

  private static String text(byte[] bytes, int from, int to) throws BadLine {
    var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, to))) {
      throw new BadLine("it is not UTF-8");
    }
    return text;
  }

  private static boolean isOf(long set, byte b) {
    return b >= 0 && b < Long.SIZE && (set >>> b & 1) != 0;
  }

  private boolean is(char wanted) {
    return at < bytes.length && bytes[at] == wanted;
  }

  private void expect(char wanted, String otherwise) throws BadLine {
    if (!is(wanted)) {
      throw new BadLine(otherwise);
    }
    at++;
  }

  private void skipSpaces() {
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  private int afterBreak(int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != '\n') {
      i++;
    }
    return Math.min(bytes.length, i + 1);
  }
}
