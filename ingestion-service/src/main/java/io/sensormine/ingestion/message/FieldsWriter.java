package io.sensormine.ingestion.message;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes flat fields as a JSON object in UTF-8. It is on the way of every reading: text and numbers
 * of the usual kinds go straight into its bytes, all others by way of the library.
 */
final class FieldsWriter {
  /** Numbers of up to four decimals are most of what sensors send. */
  private static final double SCALE = 1e4;

  private static final int DECIMALS = 4;

  /** A decimal of at most 15 digits is the only one of that length that its double stands for. */
  private static final double MAX_SCALED = 1e15;

  private static final int LONGEST_NUMBER = 32;

  private byte[] bytes = new byte[256];
  private int length;

  FieldsWriter() {
    bytes[length++] = '{';
  }

  /** Begins a field; false, and the object is spoiled, where its name cannot be stored. */
  boolean name(CharSequence path) {
    if (length > 1) {
      reserve(1);
      bytes[length++] = ',';
    }
    if (!text(path)) {
      return false;
    }
    reserve(1);
    bytes[length++] = ':';
    return true;
  }

  void value(long value) {
    reserve(LONGEST_NUMBER);
    digits(value);
  }

  /** The shortest decimal that stands for a finite value, with a point or an exponent. */
  void value(double value) {
    reserve(LONGEST_NUMBER);
    long scaled = Math.round(value * SCALE);
    if (Math.abs(value * SCALE) < MAX_SCALED && scaled / SCALE == value) {
      decimal(scaled);
    } else {
      ascii(Double.toString(value));
    }
  }

  void value(boolean value) {
    reserve(LONGEST_NUMBER);
    ascii(value ? "true" : "false");
  }

  /** Writes a text; false, and the object is spoiled, where it cannot be stored. */
  boolean value(String value) {
    return text(value);
  }

  /** What has been written; nothing may be written afterwards. */
  FlatFields written() {
    reserve(1);
    bytes[length++] = '}';
    return new FlatFields(Arrays.copyOf(bytes, length));
  }

  private boolean text(CharSequence text) {
    int start = length;
    reserve(text.length() + 2);
    bytes[length++] = '"';
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        length = start;
        return encoded(text.toString());
      }
      bytes[length++] = (byte) c;
    }
    bytes[length++] = '"';
    return true;
  }

  private boolean encoded(String text) {
    if (!StorableText.is(text)) {
      return false;
    }
    byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    reserve(quoted.length + 2);
    bytes[length++] = '"';
    System.arraycopy(quoted, 0, bytes, length, quoted.length);
    length += quoted.length;
    bytes[length++] = '"';
    return true;
  }

  /** A number given in ten-thousandths. */
  private void decimal(long scaled) {
    if (scaled < 0) {
      bytes[length++] = '-';
    }
    long size = Math.abs(scaled);
    long whole = size / (long) SCALE;
    long rest = size % (long) SCALE;
    digits(whole);
    bytes[length++] = '.';
    int end = length + DECIMALS;
    for (int at = end - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    while (end > length + 1 && bytes[end - 1] == '0') {
      end--;
    }
    length = end;
  }

  private void digits(long value) {
    if (value < 0 || value >= 10_000_000_000L) {
      ascii(Long.toString(value));
      return;
    }
    int end = length + 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      end++;
    }
    long rest = value;
    for (int at = end - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
  }

  private void ascii(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
