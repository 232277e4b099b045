package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;

/** What a demand is about, so that those of two versions can be laid side by side. */
final class Slot {
  private Slot() {}

  /** Equal for demands about the same thing at one place. */
  static String of(Demand demand) {
    return switch (demand) {
      case Demand.Never never -> "false";
      case Demand.Types types -> "type";
      case Demand.Values values -> "enum";
      case Demand.Bound bound -> bound.upper() ? bound.measure().upper() : bound.measure().lower();
      case Demand.Multiple multiple -> "multipleOf";
      case Demand.Pattern pattern -> "pattern";
      case Demand.Unique unique -> "uniqueItems";
      case Demand.Items items -> "items";
      case Demand.Contains contains -> contains.most() == null ? "contains" : "maxContains";
      case Demand.Required required -> "required " + required.name();
      case Demand.Content content -> "properties of all names";
      case Demand.Names names -> "propertyNames";
      case Demand.Dependent dependent -> "dependent " + dependent.name();
      case Demand.AnyOf any -> "anyOf";
      case Demand.OneOf one -> "oneOf";
      case Demand.Not not -> "not";
      case Demand.Conditional conditional -> "if";
      case Demand.Opaque opaque -> opaque.origin().keyword();
    };
  }
}
