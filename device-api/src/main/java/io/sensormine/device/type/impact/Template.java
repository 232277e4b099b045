package io.sensormine.device.type.impact;

import io.sensormine.device.attribute.AttributeDefinition;
import io.sensormine.device.registry.SchemaReference;
import java.util.List;

/** What of a device type its devices feel. */
public record Template(
    String protocol, List<AttributeDefinition> attributes, SchemaReference reference) {
  public Template {
    attributes = List.copyOf(attributes);
  }
}
