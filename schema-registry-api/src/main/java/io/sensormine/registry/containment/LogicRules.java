package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Negation;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/** The rules for what is made of other shapes; each is named after its keyword. */
final class LogicRules {
  private LogicRules() {}

  /** One branch takes all of the writer. */
  static List<Gap> anyOf(AnyOf any, Question question) {
    for (var branch : any.branches()) {
      var gaps = gaps(question, branch);
      if (gaps.stream().allMatch(Gap::tolerated)) {
        return gaps;
      }
    }
    return question.answer(false, any);
  }

  /** One branch takes all of the writer, and no other takes any of it. */
  static List<Gap> oneOf(OneOf one, Question question) {
    var containment = question.containment();
    var writer = question.writer().shape();
    var possible =
        one.branches().stream().filter(branch -> !containment.isEmpty(writer.and(branch))).toList();
    if (possible.size() != 1) {
      return question.answer(false, one);
    }
    var gaps = gaps(question, possible.getFirst());
    return gaps.stream().allMatch(Gap::tolerated) ? gaps : question.answer(false, one);
  }

  static List<Gap> not(Not not, Question question) {
    return question.answer(
        question.containment().isEmpty(question.writer().shape().and(not.shape())), not);
  }

  /** {@code if}, {@code then}, {@code else}: either way, what follows holds. */
  static List<Gap> conditional(Conditional conditional, Question question) {
    var writer = question.writer().shape();
    var containment = question.containment();
    var gaps = new ArrayList<Gap>();
    gaps.addAll(
        containment.gaps(
            writer.and(conditional.condition()), conditional.then(), question.place()));
    gaps.addAll(
        containment.gaps(
            writer.and(Negation.of(conditional.condition(), conditional.origin())),
            conditional.otherwise(),
            question.place()));
    return gaps;
  }

  private static List<Gap> gaps(Question question, Shape branch) {
    return question.containment().gaps(question.writer().shape(), branch, question.place());
  }
}
