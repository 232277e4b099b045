package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One searchable value of a device.
 *
 * @param name which attribute; empty for all else
 * @param value no longer than an index takes; in lower case, but for a text's, whose case the
 *     database lowers
 */
record SearchTerm(Kind kind, String name, String value) {
  private static final int MAX_LENGTH = 200;

  /** How a value is searched. */
  enum Kind {
    /** By prefix. */
    TEXT,
    /** By equality. */
    TAG,
    /** By equality. */
    ATTRIBUTE
  }

  /** All that a device can be found by. */
  static List<SearchTerm> of(DeviceContent device) {
    var terms = new ArrayList<SearchTerm>();
    terms.add(new SearchTerm(Kind.TEXT, "", device.name()));
    terms.add(new SearchTerm(Kind.TEXT, "", device.externalId()));
    if (device.serialNumber() != null) {
      terms.add(new SearchTerm(Kind.TEXT, "", device.serialNumber()));
    }
    device.tags().forEach(tag -> terms.add(tag(tag)));
    device.attributes().forEach((name, value) -> terms.add(attribute(name, value)));
    return terms;
  }

  static SearchTerm tag(String tag) {
    return new SearchTerm(Kind.TAG, "", shortened(lower(tag)));
  }

  /** Equal values have equal terms; different ones may too, so that equality is checked again. */
  static SearchTerm attribute(String name, JsonNode value) {
    var text =
        value.isNumber()
            ? value.decimalValue().stripTrailingZeros().toPlainString()
            : value.asText();
    return new SearchTerm(Kind.ATTRIBUTE, name, shortened(lower(text)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String shortened(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end);
  }
}
