package io.sensormine.device.bulk;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import io.sensormine.kit.problem.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a CSV file of devices, by its header.
 *
 * @param count of all columns
 * @param fixed where each of {@link #FIXED} is that the file has
 * @param attributes where each attribute's column is, by the attribute's name
 */
record CsvColumns(int count, Map<String, Integer> fixed, Map<String, Integer> attributes) {
  /** Of every device, in the order in which they are written. */
  static final List<String> FIXED =
      List.of(
          "externalId",
          "name",
          "deviceTypeId",
          "serialNumber",
          "status",
          "tags",
          "latitude",
          "longitude",
          "altitude");

  /** Of how many attributes a file has columns that can be read. */
  static final int MAX_ATTRIBUTES = CsvText.MAX_CELLS - FIXED.size();

  /** What the name of an attribute's column begins with. */
  static final String ATTRIBUTE = "attr.";

  /**
   * Reads a header; 422 for one that names unknown columns, one twice, or not those that are
   * needed.
   *
   * @param typeGiven whether rows need not name their device type
   */
  static CsvColumns of(List<String> header, boolean typeGiven) {
    var fixed = new HashMap<String, Integer>();
    var attributes = new LinkedHashMap<String, Integer>();
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < header.size(); i++) {
      var name = header.get(i);
      @Nullable Integer before = null;
      if (FIXED.contains(name)) {
        before = fixed.putIfAbsent(name, i);
      } else if (name.startsWith(ATTRIBUTE) && name.length() > ATTRIBUTE.length()) {
        before = attributes.putIfAbsent(name.substring(ATTRIBUTE.length()), i);
      } else {
        violations.add(violation(name, "unknown-column", unknown(name)));
      }
      if (before != null) {
        violations.add(
            violation(name, "duplicate-column", "The column `%s` is there twice.".formatted(name)));
      }
    }
    for (var name : typeGiven ? FIXED.subList(0, 2) : FIXED.subList(0, 3)) {
      if (!fixed.containsKey(name)) {
        violations.add(
            violation(name, "missing-column", "There is no column `%s`.".formatted(name)));
      }
    }
    if (!violations.isEmpty()) {
      throw ProblemException.of(
          ProblemType.INVALID_REQUEST,
          violations.getFirst().message() + " Nothing was stored.",
          violations);
    }
    return new CsvColumns(header.size(), Map.copyOf(fixed), attributes);
  }

  /** The column of an attribute. */
  static String attribute(String name) {
    return ATTRIBUTE + name;
  }

  private static String unknown(String name) {
    return name.contains(";")
        ? "`%s` is no column; put commas between columns, not semicolons.".formatted(name)
        : "There is no column `%s` here; known are %s and %s<name>."
            .formatted(name, String.join(", ", FIXED), ATTRIBUTE);
  }

  private static Violation violation(String name, String code, String message) {
    return new Violation(Violation.pointer(name), code, message);
  }
}
