package io.sensormine.registry.containment;

import io.sensormine.registry.shape.Demand.Content;
import io.sensormine.registry.shape.Demand.Pattern;
import io.sensormine.registry.shape.Kind;
import io.sensormine.registry.shape.Measure;
import io.sensormine.registry.shape.Shape;
import io.sensormine.registry.shape.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rule for {@code properties}, {@code patternProperties} and {@code additionalProperties}: name
 * by name as far as either side declares them, then for each kind of other names that the patterns
 * of both sides tell apart.
 */
final class ContentRule {
  /** Patterns tell apart two to the power of their number kinds of names. */
  private static final int MAX_PATTERNS = 6;

  private final Content reader;
  private final Question question;
  private final Objects writer;
  private final Facts allowed;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<Gap> gaps = new ArrayList<>();

  private ContentRule(Content reader, Question question) {
    this.reader = reader;
    this.question = question;
    this.writer = question.writer().objects();
    this.allowed = new Facts(writer.names(), question.containment());
    names.addAll(reader.properties().keySet());
    names.addAll(writer.declared());
  }

  static List<Gap> properties(Content reader, Question question) {
    if (!question.writer().mayBe(Set.of(Kind.OBJECT))) {
      return Question.NO_GAP;
    }
    var rule = new ContentRule(reader, question);
    rule.names.forEach(rule::named);
    rule.others();
    return rule.gaps;
  }

  private void named(String name) {
    if (!writer.mayHave(name, question.containment())) {
      return;
    }
    // where a pattern cannot be read, all may hold at the name
    var demanded = Shape.all(reader.at(name).orElseGet(this::everything));
    var inside = question.inside(name, writer.property(name), demanded);
    if (inside.isEmpty()) {
      return;
    }
    boolean byReader = reader.properties().containsKey(name);
    if (byReader && (writer.declared().contains(name) || !isWritten())) {
      gaps.addAll(inside);
    } else {
      gaps.add(
          new Gap.OneSided(
              question.place().step(name),
              "properties",
              declaration(byReader ? List.of(reader) : writer.contents(), name),
              byReader,
              byReader && question.containment().isLenient() && writer.ignores(name)));
    }
  }

  /** Whether the reader says so by {@code properties}, not by what follows from a {@code not}. */
  private boolean isWritten() {
    return reader.origin().keyword().equals("properties");
  }

  private static Shape declaration(List<Content> contents, String name) {
    return contents.stream()
        .flatMap(content -> Optional.ofNullable(content.properties().get(name)).stream())
        .findFirst()
        .orElse(Shape.ANY);
  }

  private List<Shape> everything() {
    var all = new ArrayList<>(reader.properties().values());
    all.addAll(reader.patterns().values());
    all.add(reader.additional());
    return all;
  }

  private void others() {
    var patterns = new LinkedHashSet<>(reader.patterns().keySet());
    writer.contents().forEach(content -> patterns.addAll(content.patterns().keySet()));
    if (patterns.isEmpty()) {
      alike(Set.of());
    } else if (patterns.size() > MAX_PATTERNS) {
      gaps.addAll(question.answer(false, reader));
    } else {
      var all = List.copyOf(patterns);
      for (int mask = 0; mask < 1 << all.size(); mask++) {
        var matching = new LinkedHashSet<String>();
        for (int index = 0; index < all.size(); index++) {
          if ((mask >> index & 1) == 1) {
            matching.add(all.get(index));
          }
        }
        if (mayBe(matching, patterns)) {
          alike(matching);
        }
      }
    }
  }

  /** Whether a name that is not declared may match just these of the patterns. */
  private boolean mayBe(Set<String> matching, Set<String> all) {
    var found = new ArrayList<>(matching);
    var missed = new ArrayList<>(all);
    missed.removeAll(matching);
    found.addAll(allowed.texts().matching());
    missed.addAll(allowed.texts().missing());
    names.stream()
        .filter(name -> matching.stream().allMatch(pattern -> matches(pattern, name)))
        .filter(name -> !matching.isEmpty())
        .forEach(name -> missed.add(Texts.exactly(name)));
    return allowed.mayBe(Set.of(Kind.STRING))
        && !question.containment().texts().findNone(found, missed, allowed.range(Measure.LENGTH));
  }

  private boolean matches(String pattern, String name) {
    return new Pattern(reader.origin(), pattern).matches(name) == Truth.YES;
  }

  /** Compares what holds at all names that match just these patterns and are not declared. */
  private void alike(Set<String> matching) {
    if (hasOthers()) {
      var promised =
          Shape.all(
              writer.contents().stream()
                  .flatMap(content -> at(content, matching).stream())
                  .toList());
      if (!question.containment().isEmpty(promised)) {
        var step = matching.isEmpty() ? "*" : "(" + String.join(", ", matching) + ")";
        var inside = question.inside(step, promised, Shape.all(at(reader, matching)));
        gaps.addAll(
            inside.isEmpty() ? inside : declared(question.place().step(step), matching, inside));
      }
    }
  }

  /** What is inside where both sides declare it, else that one side does. */
  private List<Gap> declared(Place place, Set<String> matching, List<Gap> inside) {
    var own = declaration(List.of(reader), matching);
    var other = declaration(writer.contents(), matching);
    if (own.isPresent() == other.isPresent()) {
      return inside;
    }
    return List.of(
        new Gap.OneSided(
            place,
            matching.isEmpty() ? "additionalProperties" : "patternProperties",
            own.or(() -> other).orElseThrow(),
            own.isPresent(),
            false));
  }

  /** Where a side declares what matches some patterns, or matches none. */
  private static Optional<Shape> declaration(List<Content> contents, Set<String> matching) {
    return contents.stream()
        .flatMap(content ->
            matching.isEmpty()
                ? Stream.of(content.additional())
                : content.patterns().entrySet().stream()
                    .filter(pattern -> matching.contains(pattern.getKey()))
                    .map(Map.Entry::getValue))
        .filter(shape -> !shape.sources().all().isEmpty())
        .findFirst();
  }

  private static List<Shape> at(Content content, Set<String> matching) {
    var shapes =
        content.patterns().entrySet().stream()
            .filter(pattern -> matching.contains(pattern.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return shapes.isEmpty() ? List.of(content.additional()) : shapes;
  }

  /** Whether the writer may have names that neither side declares. */
  private boolean hasOthers() {
    return allowed
        .values()
        .map(values -> values.stream().anyMatch(name -> !names.contains(name.asText())))
        .orElse(true);
  }
}
