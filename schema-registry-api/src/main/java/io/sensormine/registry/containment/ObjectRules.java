package io.sensormine.registry.containment;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Names;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Demand.Types;
import io.sensormine.registry.shape.Demand.Values;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import io.sensormine.registry.shape.Origin;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules for objects but for what is in them; each is named after its keyword. */
final class ObjectRules {
  private static final Set<Kind> OBJECT = Set.of(Kind.OBJECT);

  private ObjectRules() {}

  /** {@code required}: the name is required, or nothing fits that lacks it. */
  static List<Gap> required(Required required, Question question) {
    var writer = question.writer();
    return question.answer(
        !writer.mayBe(OBJECT)
            || writer.objects().required().contains(required.name())
            || isMissedByNone(required, question),
        required);
  }

  private static boolean isMissedByNone(Required required, Question question) {
    var writer = question.writer();
    var fewest = writer.range(Measure.PROPERTIES).lower();
    boolean mayFollow =
        writer.shape().demands().stream().anyMatch(ObjectRules::isAlternative)
            || (fewest != null && fewest.intValue() > writer.objects().required().size());
    return mayFollow
        && question
            .containment()
            .isEmpty(
                writer
                    .shape()
                    .and(Cases.without(required.name()))
                    .and(new Types(Origin.REASONED, OBJECT)));
  }

  private static boolean isAlternative(Demand demand) {
    return demand instanceof AnyOf
        || demand instanceof OneOf
        || demand instanceof Conditional
        || demand instanceof Dependent
        || demand instanceof Not;
  }

  /**
   * {@code dependentRequired} and {@code dependentSchemas}: what follows where the name is there.
   */
  static List<Gap> dependent(Dependent dependent, Question question) {
    var writer = question.writer();
    var containment = question.containment();
    if (!writer.mayBe(OBJECT) || !writer.objects().mayHave(dependent.name(), containment)) {
      return Question.NO_GAP;
    }
    return containment.gaps(
        writer
            .shape()
            .and(
                new Types(Origin.REASONED, OBJECT),
                new Required(Origin.REASONED, dependent.name())),
        dependent.then(),
        question.place());
  }

  static List<Gap> propertyNames(Names names, Question question) {
    var writer = question.writer();
    if (!writer.mayBe(OBJECT)) {
      return Question.NO_GAP;
    }
    for (var name : possible(writer.objects(), question.containment())) {
      var gaps = question.inside("(name)", name, names.name());
      if (!gaps.isEmpty()) {
        return writer.objects().names().isAny() ? question.answer(false, names) : gaps;
      }
    }
    return Question.NO_GAP;
  }

  /** Shapes that together take every name a property may have. */
  private static List<Shape> possible(Objects objects, Containment containment) {
    var text = Shape.of(List.of(new Types(Origin.REASONED, Set.of(Kind.STRING))));
    var every = text.and(objects.names());
    for (var content : objects.contents()) {
      if (containment.isEmpty(content.additional())) {
        var shapes = new ArrayList<Shape>();
        content.properties().keySet().stream()
            .filter(name -> objects.mayHave(name, containment))
            .map(ObjectRules::only)
            .forEach(shapes::add);
        content
            .patterns()
            .keySet()
            .forEach(pattern -> shapes.add(every.and(new Pattern(Origin.REASONED, pattern))));
        return shapes;
      }
    }
    return List.of(every);
  }

  private static Shape only(String name) {
    return Shape.of(List.of(new Values(Origin.REASONED, Set.of(TextNode.valueOf(name)))));
  }
}
