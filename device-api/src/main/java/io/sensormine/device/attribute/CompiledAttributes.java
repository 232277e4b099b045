package io.sensormine.device.attribute;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type's attribute definitions, made ready once to check any number of devices. Immutable. */
public final class CompiledAttributes {
  private static final int TOLD_NAMES = 20;

  private final List<AttributeDefinition> definitions;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final String unknown;

  private CompiledAttributes(List<AttributeDefinition> definitions) {
    this.definitions = List.copyOf(definitions);
    definitions.forEach(each -> attributes.put(each.name(), Attribute.of(each)));
    unknown = "The device type has no such attribute; it has %s.".formatted(names());
  }

  /** Definitions that were found to make sense; none for a type that takes any attributes. */
  public static CompiledAttributes of(List<AttributeDefinition> definitions) {
    return new CompiledAttributes(definitions);
  }

  /** What the values of an attribute are; null where the type does not define it. */
  public @Nullable AttributeType type(String name) {
    var attribute = attributes.get(name);
    return attribute == null ? null : attribute.definition().type();
  }

  List<AttributeDefinition> definitions() {
    return definitions;
  }

  @Nullable Attribute find(String name) {
    return attributes.get(name);
  }

  /** What is to be said of an attribute that the type does not define, made once for all. */
  String unknown() {
    return unknown;
  }

  private String names() {
    var names =
        attributes.keySet().stream().sorted().limit(TOLD_NAMES).collect(Collectors.joining(", "));
    var more = attributes.size() - TOLD_NAMES;
    return more > 0 ? "%s and %d more".formatted(names, more) : names;
  }

  /**
   * One definition, ready to check values.
   *
   * @param pattern null where it has none
   * @param options empty where it is no enum
   */
  record Attribute(AttributeDefinition definition, @Nullable Pattern pattern, Set<String> options) {
    static Attribute of(AttributeDefinition definition) {
      var pattern = definition.pattern();
      var options = definition.options();
      return new Attribute(
          definition,
          pattern == null ? null : Pattern.compile(pattern),
          options == null ? Set.of() : Set.copyOf(options));
    }
  }
}
