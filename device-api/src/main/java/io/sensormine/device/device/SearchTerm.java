package io.sensormine.device.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One searchable value of a device.
 *
 * @param name which attribute; empty for all else
 * @param value no longer than an index takes; a text's case is lowered by the database
 */
record SearchTerm(Kind kind, String name, String value) {
  private static final int MAX_LENGTH = 200;
  private static final int KEPT = 168;

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
    return new SearchTerm(Kind.TAG, "", shortened(tag));
  }

  /** Equal values have equal terms; a text and a number of the same digits have, too. */
  static SearchTerm attribute(String name, JsonNode value) {
    var text =
        value.isNumber()
            ? value.decimalValue().stripTrailingZeros().toPlainString()
            : value.asText();
    return new SearchTerm(Kind.ATTRIBUTE, name, shortened(text));
  }

  /** A long value begins like many others, so that its hash has to tell them apart. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MAX_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, KEPT)) + md5(text);
  }

  private static String md5(String text) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
