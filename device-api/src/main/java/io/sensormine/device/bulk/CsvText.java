package io.sensormine.device.bulk;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a CSV file as it arrives, without its byte order mark. Refuses (400, naming the line)
 * bytes that are no UTF-8, more cells in a row than the parser takes, and quotes that RFC 4180 does
 * not allow: a parser that lets them pass would join lines that do not belong together.
 */
final class CsvText extends Reader {
  private static final int END = -1;

  /** In a row; what the parser takes. */
  static final int MAX_CELLS = 16_384;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(1 << 14).limit(0);
  private boolean ended;
  private boolean begun;
  private State state = State.FIELD_START;
  private char last;
  private long line = 1;
  private int cells = 1;
  private long quotedSince;

  /** Where in a field the text is. */
  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** After a quote in a quoted field: its end, or the first of two that stand for one. */
    QUOTE
  }

  CsvText(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    while (!chars.hasRemaining()) {
      chars.clear();
      var result = decoder.decode(bytes, chars, ended);
      chars.flip();
      for (int i = 0; i < chars.length(); i++) {
        step(chars.charAt(i));
      }
      if (result.isError()) {
        throw refused("Line %d is not UTF-8; save the file as UTF-8.", line);
      }
      if (!chars.hasRemaining() && !fill()) {
        return atEnd();
      }
      skipByteOrderMark();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  private void skipByteOrderMark() {
    if (!begun && chars.hasRemaining()) {
      begun = true;
      if (chars.charAt(0) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
  }

  /** More bytes; false at the end of the file. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count > 0) {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
    ended = count < 0;
    return true;
  }

  private int atEnd() {
    if (state == State.QUOTED) {
      throw refused("The quote opened at line %d is never closed.", quotedSince);
    }
    return END;
  }

  private void step(char next) {
    if (next == '\n' ? last != '\r' : next == '\r') {
      line++;
    }
    var ends = next == ',' || next == '\n' || next == '\r';
    if (ends && state != State.QUOTED) {
      cells = next == ',' ? cells + 1 : 1;
      if (cells > MAX_CELLS) {
        throw refused("Line %%d has more than %,d cells.".formatted(MAX_CELLS), line);
      }
    }
    state =
        switch (state) {
          case FIELD_START, PLAIN -> {
            if (next != '"') {
              // the byte order mark is not part of the first field
              yield ends || (last == '\0' && next == BYTE_ORDER_MARK)
                  ? State.FIELD_START
                  : State.PLAIN;
            }
            if (state == State.PLAIN) {
              throw refused(
                  "Line %d has a quote inside a field that does not begin with one; put the field"
                      + " in quotes and write the quote twice.",
                  line);
            }
            quotedSince = line;
            yield State.QUOTED;
          }
          case QUOTED -> next == '"' ? State.QUOTE : State.QUOTED;
          case QUOTE -> {
            if (next != '"' && !ends) {
              throw refused("Line %d has text behind a closing quote.", line);
            }
            yield ends ? State.FIELD_START : State.QUOTED;
          }
        };
    last = next;
  }

  private static ProblemException refused(String detail, long line) {
    return ProblemException.at(
        "/" + line, ProblemType.MALFORMED_REQUEST, detail.formatted(line) + " Nothing was stored.");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
