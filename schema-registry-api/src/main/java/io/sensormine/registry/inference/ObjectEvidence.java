package io.sensormine.registry.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The objects seen at one place. */
final class ObjectEvidence {
  private final Map<String, Evidence> properties = new LinkedHashMap<>();
  private long count;

  /** Takes in an object; how many properties it has, at any depth, that none before it had. */
  int add(JsonNode object) {
    count++;
    int fresh = 0;
    for (var property : object.properties()) {
      var evidence = properties.get(property.getKey());
      if (evidence == null) {
        evidence = new Evidence();
        properties.put(property.getKey(), evidence);
        fresh++;
      }
      fresh += evidence.add(property.getValue());
    }
    return fresh;
  }

  void add(ObjectEvidence other) {
    count += other.count;
    other.properties.forEach(
        (name, evidence) -> properties.computeIfAbsent(name, any -> new Evidence()).add(evidence));
  }

  long count() {
    return count;
  }

  Optional<Evidence> property(String name) {
    return Optional.ofNullable(properties.get(name));
  }

  /** How many properties there are, at any depth. */
  int size() {
    return properties.size() + properties.values().stream().mapToInt(Evidence::size).sum();
  }

  void describe(ObjectNode schema) {
    if (properties.isEmpty()) {
      return;
    }
    var described = schema.putObject("properties");
    var required = JsonNodeFactory.instance.arrayNode();
    properties.forEach((name, evidence) -> {
      described.set(name, evidence.property());
      if (evidence.count() == count) {
        required.add(name);
      }
    });
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
  }
}
