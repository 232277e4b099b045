package io.sensormine.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.Finding;
import io.sensormine.check.MessageCheck;
import io.sensormine.kit.problem.Violation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** What breaks a schema, said as problems say it. */
public final class Violations {
  private Violations() {}

  /**
   * What is wrong with a message: JSON Pointers into it, one finding for each place; empty where it
   * keeps the schema.
   */
  public static List<Violation> of(MessageCheck check, JsonNode message) {
    return of(check.findings(message));
  }

  /** The first finding of each place, in order of place. */
  static List<Violation> of(List<Finding> findings) {
    var found = new LinkedHashMap<String, Violation>();
    for (var finding : findings) {
      found.putIfAbsent(
          finding.path(),
          new Violation(finding.path(), code(finding.keyword()), finding.message()));
    }
    return found.values().stream().sorted(Comparator.comparing(Violation::path)).toList();
  }

  /**
   * What breaks a keyword is called: {@code additionalProperties} becomes {@code
   * additional-properties}.
   */
  public static String code(String keyword) {
    return keyword.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
