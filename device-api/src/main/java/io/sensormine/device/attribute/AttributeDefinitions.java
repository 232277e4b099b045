package io.sensormine.device.attribute;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sensormine.kit.problem.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether attribute definitions make sense. */
public final class AttributeDefinitions {
  private static final Set<AttributeType> BOUNDED =
      Set.of(AttributeType.TEXT, AttributeType.NUMBER, AttributeType.INTEGER);

  private AttributeDefinitions() {}

  /** What is wrong with them; paths begin with {@code /attributes}. */
  public static List<Violation> check(List<AttributeDefinition> definitions) {
    var found = new ArrayList<Violation>();
    var names = new HashSet<String>();
    for (int i = 0; i < definitions.size(); i++) {
      var definition = definitions.get(i);
      var path = "/attributes/" + i;
      if (!names.add(definition.name())) {
        found.add(
            new Violation(
                path + "/name", "duplicate-name", "Another attribute has this name already."));
      }
      checkBounds(definition, path, found);
      checkPattern(definition, path, found);
      checkOptions(definition, path, found);
      checkDefault(definition, path, found);
    }
    return found;
  }

  private static void checkBounds(
      AttributeDefinition definition, String path, List<Violation> found) {
    var min = definition.min();
    var max = definition.max();
    if (!BOUNDED.contains(definition.type())) {
      if (min != null) {
        found.add(notForThisType(path + "/min"));
      }
      if (max != null) {
        found.add(notForThisType(path + "/max"));
      }
      return;
    }
    checkBound(definition, min, path + "/min", found);
    checkBound(definition, max, path + "/max", found);
    if (min != null && max != null && min.compareTo(max) > 0) {
      found.add(new Violation(path + "/max", "empty-range", "max is less than min."));
    }
  }

  private static void checkBound(
      AttributeDefinition definition,
      @org.jspecify.annotations.Nullable BigDecimal bound,
      String path,
      List<Violation> found) {
    if (bound == null) {
      return;
    }
    if (!AttributeValues.isStorable(bound)) {
      found.add(
          new Violation(path, "number-out-of-range", "This number is beyond what can be kept."));
    } else if (definition.type() == AttributeType.TEXT
        && (bound.signum() < 0 || !AttributeValues.isWhole(bound))) {
      found.add(
          new Violation(path, "not-a-length", "A text's bounds are lengths: whole, from 0 on."));
    }
  }

  private static void checkPattern(
      AttributeDefinition definition, String path, List<Violation> found) {
    if (definition.pattern() == null) {
      return;
    }
    if (definition.type() != AttributeType.TEXT) {
      found.add(notForThisType(path + "/pattern"));
      return;
    }
    try {
      Pattern.compile(definition.pattern());
    } catch (PatternSyntaxException e) {
      found.add(
          new Violation(
              path + "/pattern",
              "not-a-pattern",
              "This is no RE2 pattern: " + e.getDescription() + "."));
    }
  }

  private static void checkOptions(
      AttributeDefinition definition, String path, List<Violation> found) {
    var options = definition.options();
    if (definition.type() != AttributeType.ENUM) {
      if (options != null) {
        found.add(notForThisType(path + "/options"));
      }
    } else if (options == null) {
      found.add(new Violation(path + "/options", "required", "An enum needs its options."));
    } else if (Set.copyOf(options).size() < options.size()) {
      found.add(new Violation(path + "/options", "duplicate-option", "Name each option once."));
    }
  }

  private static void checkDefault(
      AttributeDefinition definition, String path, List<Violation> found) {
    var preset = definition.preset();
    // its own mistakes first: they would only be repeated here
    if (preset != null && found.stream().noneMatch(error -> error.path().startsWith(path + "/"))) {
      AttributeValues.check(definition, preset, path + "/default").ifPresent(found::add);
    }
  }

  private static Violation notForThisType(String path) {
    return new Violation(
        path, "not-for-this-type", "This says nothing for this type; leave it out.");
  }
}
