package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand;
import java.util.List;

/** Finds the rule for a demand. */
final class Rules {
  private Rules() {}

  static List<Gap> gaps(Demand demand, Question question) {
    return switch (demand) {
      case Demand.Never never -> question.answer(false, never);
      case Demand.Types types -> ValueRules.types(types, question);
      case Demand.Values values -> ValueRules.values(values, question);
      case Demand.Bound bound -> ValueRules.bound(bound, question);
      case Demand.Multiple multiple -> ValueRules.multipleOf(multiple, question);
      case Demand.Pattern pattern -> ValueRules.pattern(pattern, question);
      case Demand.Unique unique -> ArrayRules.uniqueItems(unique, question);
      case Demand.Items items -> ArrayRules.items(items, question);
      case Demand.Contains contains -> ArrayRules.contains(contains, question);
      case Demand.Required required -> ObjectRules.required(required, question);
      case Demand.Content content -> ContentRule.properties(content, question);
      case Demand.Names names -> ObjectRules.propertyNames(names, question);
      case Demand.Dependent dependent -> ObjectRules.dependent(dependent, question);
      case Demand.AnyOf any -> LogicRules.anyOf(any, question);
      case Demand.OneOf one -> LogicRules.oneOf(one, question);
      case Demand.Not not -> LogicRules.not(not, question);
      case Demand.Conditional conditional -> LogicRules.conditional(conditional, question);
      // it follows from the same words alone, and those have been looked for
      case Demand.Opaque opaque -> question.answer(false, opaque);
    };
  }
}
