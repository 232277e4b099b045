package io.sensormine.device.type;

import io.sensormine.device.attribute.AttributeDefinition;
import java.util.List;

/**
 * What a type says of its devices' attributes.
 *
 * @param archived whether no new device, and no ACTIVE one, can have it
 */
public record TypeDefinitions(boolean archived, List<AttributeDefinition> attributes) {
  public TypeDefinitions {
    attributes = List.copyOf(attributes);
  }
}
