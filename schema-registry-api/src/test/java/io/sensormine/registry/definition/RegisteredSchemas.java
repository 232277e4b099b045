package io.sensormine.registry.definition;

import static io.sensormine.registry.definition.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.check.MessageCheck;
import io.sensormine.kit.problem.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemas of one tenant, for what refers to them, under small limits. */
final class RegisteredSchemas {
  /** Names, an anchor and references of its own: a number of metres, at most 9, at x and y. */
  static final String POINT =
      """
      {'$schema': 'https://json-schema.org/draft/2020-12/schema', '$id': 'https://a.b/point',
       'type': 'object', 'required': ['x'],
       'properties': {'x': {'$ref': '#/$defs/metres'}, 'y': {'$ref': '#metres'}},
       '$defs': {'metres': {'$anchor': 'metres', 'type': 'number', 'unit': 'm', 'maximum': 9}}}
      """;

  private final Map<String, JsonNode> registered = new HashMap<>();
  private final Definitions definitions =
      new Definitions(
          new DefinitionLimits(20_000, 20, 500, 50, 30_000, 4),
          (name, version) -> Optional.ofNullable(registered.get(name + "|" + version)));

  Definition accepted(String definition) {
    return switch (definitions.check(json(definition))) {
      case Checked.Accepted(var accepted) -> accepted;
      case Checked.Refused(var violations) -> throw new AssertionError(violations);
    };
  }

  List<Violation> violations(String definition) {
    return switch (definitions.check(json(definition))) {
      case Checked.Accepted accepted -> List.of();
      case Checked.Refused(var violations) -> violations;
    };
  }

  /** What is refused and where, such as {@code reference-dangling /properties/p/$ref}. */
  List<String> findings(String definition) {
    return violations(definition).stream()
        .map(violation -> violation.code() + " " + violation.path())
        .toList();
  }

  /** Keeps a definition as the registry does: as JSON text of what it means by itself. */
  void register(String name, int version, String definition) {
    registerAsIs(name, version, accepted(definition).selfContained().toString());
  }

  /** Keeps a definition that was made under other limits. */
  void registerAsIs(String name, int version, String definition) {
    registered.put(name + "|" + version, json(definition));
  }

  static String object(String properties) {
    return "{'type': 'object', 'properties': {%s}}".formatted(properties);
  }

  /** A definition whose property p is what a reference leads to. */
  static String reference(String reference) {
    return object("'p': {'$ref': '%s'}".formatted(reference));
  }

  /** By the compiled rules, and by the library: both read the references alike. */
  static boolean admits(Definition definition, String message) {
    boolean compiled = MessageCheck.by(definition.selfContained()).accepts(json(message));
    assertThat(MessageCheck.byLibrary(definition.selfContained()).accepts(json(message)))
        .isEqualTo(compiled);
    return compiled;
  }
}
