package io.sensormine.registry.definition;

import io.sensormine.check.PercentEncoding;
import io.sensormine.kit.text.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code $ref} to another schema version: {@code sensormine:schema/<name>/<version>#<fragment>}.
 *
 * @param name the schema's, decoded; it may have slashes, for the version follows the last one
 * @param fragment as it is written; empty for the whole definition
 */
record VersionReference(String name, int version, String fragment) {
  /** What each begins with, and what the keys of embedded definitions begin with. */
  static final String PREFIX = "sensormine:schema/";

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");

  static boolean isOne(String reference) {
    return reference.startsWith(PREFIX);
  }

  /** Reads a reference; empty where it names no schema and version. */
  static Optional<VersionReference> read(String reference) {
    int hash = reference.indexOf('#');
    var address = reference.substring(PREFIX.length(), hash < 0 ? reference.length() : hash);
    int slash = address.lastIndexOf('/');
    if (slash < 1 || !VERSION.matcher(address.substring(slash + 1)).matches()) {
      return Optional.empty();
    }
    try {
      var name = PercentEncoding.decode(address.substring(0, slash));
      int version = Integer.parseInt(address.substring(slash + 1));
      return PlainText.isLine(name)
          ? Optional.of(
              new VersionReference(name, version, hash < 0 ? "" : reference.substring(hash + 1)))
          : Optional.empty();
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
  }

  /** The version's URI, spelt in one way however the reference was. */
  String uri() {
    return PREFIX + PercentEncoding.encode(name, "") + "/" + version;
  }
}
