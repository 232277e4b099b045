package io.sensormine.registry.containment;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.registry.shape.Demand.AnyOf;
import io.sensormine.registry.shape.Demand.Conditional;
import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Dependent;
import io.sensormine.registry.shape.Demand.Names;
import io.sensormine.registry.shape.Demand.Not;
import io.sensormine.registry.shape.Demand.OneOf;
import io.sensormine.registry.shape.Demand.Opaque;
import io.sensormine.registry.shape.Demand.Required;
import io.sensormine.registry.shape.Fit;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Shape;
import io.sensormine.registry.shape.Truth;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is certain of the objects that fit a shape. */
final class Objects {
  private final Shape shape;
  private final List<Content> contents;
  private final Set<String> required = new LinkedHashSet<>();
  private final Shape names;

  Objects(Shape shape) {
    this.shape = shape;
    this.contents = shape.demands(Content.class);
    shape.demands(Required.class).forEach(demand -> required.add(demand.name()));
    this.names = Shape.all(shape.demands(Names.class).stream().map(Names::name).toList());
  }

  Set<String> required() {
    return required;
  }

  List<Content> contents() {
    return contents;
  }

  /** What every property's name fits. */
  Shape names() {
    return names;
  }

  /** Every name that is declared by {@code properties}. */
  Set<String> declared() {
    var declared = new LinkedHashSet<String>();
    contents.forEach(content -> declared.addAll(content.properties().keySet()));
    return declared;
  }

  /** Every name that is declared or required. */
  Set<String> mentioned() {
    var mentioned = declared();
    mentioned.addAll(required);
    return mentioned;
  }

  /** What is certain of a property; of one that cannot be there, that nothing fits. */
  Shape property(String name) {
    return Shape.all(
        contents.stream()
            .flatMap(content -> content.at(name).stream())
            .flatMap(List::stream)
            .toList());
  }

  boolean mayHave(String name, Containment containment) {
    return Fit.of(TextNode.valueOf(name), names) != Truth.NO
        && !containment.isEmpty(property(name));
  }

  /** Whether nothing at all is said of a name, so that any value may be there or none. */
  boolean ignores(String name) {
    return !mentions(shape, name);
  }

  private static boolean mentions(Shape shape, String name) {
    return shape.demands().stream()
        .anyMatch(demand ->
            switch (demand) {
              case Content content ->
                  content.properties().containsKey(name)
                      || !content.at(name).orElse(List.of()).stream().allMatch(Shape::isAny);
              case Required required -> required.name().equals(name);
              case Dependent dependent ->
                  dependent.name().equals(name) || mentions(dependent.then(), name);
              case AnyOf any -> any.branches().stream().anyMatch(one -> mentions(one, name));
              case OneOf one -> one.branches().stream().anyMatch(each -> mentions(each, name));
              case Not not -> mentions(not.shape(), name);
              case Conditional conditional ->
                  Stream.of(conditional.condition(), conditional.then(), conditional.otherwise())
                      .anyMatch(one -> mentions(one, name));
              case Opaque opaque -> true;
              default -> false;
            });
  }

  /** How many properties there may be. */
  Range count(Range declared, Containment containment) {
    var range = declared.atLeast(BigDecimal.valueOf(required.size()));
    for (var name : required) {
      if (!mayHave(name, containment)) {
        return range.atMost(BigDecimal.ZERO);
      }
    }
    if (!names.isAny()) {
      var facts = new Facts(names, containment);
      if (!facts.mayBe(Set.of(Kind.STRING))) {
        return range.atMost(BigDecimal.ZERO);
      }
      var listed = facts.values();
      if (listed.isPresent()) {
        range = range.atMost(BigDecimal.valueOf(listed.get().size()));
      }
    }
    var closed = closed(containment);
    return closed.isEmpty()
        ? range
        : range.atMost(
            BigDecimal.valueOf(
                closed.get().stream().filter(name -> mayHave(name, containment)).count()));
  }

  /** The only names there may be; empty where they are not listed. */
  private Optional<Set<String>> closed(Containment containment) {
    return contents.stream()
        .filter(content -> content.patterns().isEmpty())
        .filter(content -> containment.isEmpty(content.additional()))
        .map(content -> content.properties().keySet())
        .findFirst();
  }
}
