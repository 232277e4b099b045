package io.sensormine.registry.compatibility;

import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.ChangeKind;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.registry.compatibility.Finding.Fragment;
import io.sensormine.registry.containment.Containment;
import io.sensormine.registry.containment.Effort;
import io.sensormine.registry.containment.Gap;
import io.sensormine.registry.containment.Place;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays two definitions side by side. Not thread-safe; one for each pair. */
final class Comparison {
  private static final String PROPERTY = "properties";

  /** How much work comparing may be, each way. */
  record Work(Effort backward, Effort forward) {
    static Work of(int steps) {
      return new Work(new Effort(steps), new Effort(steps));
    }

    List<Direction> undecided() {
      var undecided = new ArrayList<Direction>();
      if (backward.isSpent()) {
        undecided.add(Direction.BACKWARD);
      }
      if (forward.isSpent()) {
        undecided.add(Direction.FORWARD);
      }
      return undecided;
    }
  }

  private final Map<List<Object>, Finding> findings = new LinkedHashMap<>();
  private final Shape before;
  private final Shape after;

  private Comparison(Shape before, Shape after) {
    this.before = before;
    this.after = after;
  }

  /**
   * All that changed, in the order of the new definition.
   *
   * @param before the old definition's
   * @param after the new one's
   * @param lenient whether a property that only one side declares is tolerated in an open object
   * @param work how much of it there may be; what is not proved by then counts as breaking
   */
  static List<Change> changes(Shape before, Shape after, boolean lenient, Work work) {
    var comparison = new Comparison(before, after);
    comparison.backward(Containment.of(lenient, work.backward()));
    comparison.forward(Containment.of(lenient, work.forward()));
    comparison.properties(comparison.before, comparison.after, Place.ROOT);
    var changes = new ArrayList<Change>();
    var undecided = work.undecided();
    if (!undecided.isEmpty()) {
      changes.add(undecided(undecided));
    }
    comparison.findings.values().forEach(finding -> changes.add(finding.toChange()));
    changes.addAll(Meaning.changes(comparison.before, comparison.after));
    return changes;
  }

  private static Change undecided(List<Direction> directions) {
    return new Change(
        "",
        "",
        "",
        ChangeKind.CHANGED,
        null,
        null,
        directions,
        List.of(),
        "The two definitions are too intricate to compare in full; what is not proved counts as"
            + " breaking.",
        "Use fewer alternatives and patterns, or a larger"
            + " sensormine.registry.compatibility.max-steps.");
  }

  private void backward(Containment containment) {
    for (var gap : containment.gaps(before, after)) {
      var finding = finding(gap);
      finding.found(Direction.BACKWARD, gap.tolerated());
      switch (gap) {
        case Gap.Missed missed -> {
          finding.after(Fragment.of(missed.demand()));
          var counterpart = missed.counterpart();
          finding.before(counterpart == null ? null : Fragment.of(counterpart));
        }
        case Gap.OneSided sided -> sided(finding, sided, sided.byReader());
      }
    }
  }

  private void forward(Containment containment) {
    for (var gap : containment.gaps(after, before)) {
      var finding = finding(gap);
      finding.found(Direction.FORWARD, gap.tolerated());
      switch (gap) {
        case Gap.Missed missed -> {
          finding.before(Fragment.of(missed.demand()));
          var counterpart = missed.counterpart();
          finding.after(counterpart == null ? null : Fragment.of(counterpart));
        }
        case Gap.OneSided sided -> sided(finding, sided, !sided.byReader());
      }
    }
  }

  private static void sided(Finding finding, Gap.OneSided sided, boolean isNew) {
    var fragment = Fragment.of(sided.keyword(), sided.declaration());
    if (isNew) {
      finding.after(fragment);
    } else {
      finding.before(fragment);
    }
  }

  private Finding finding(Gap gap) {
    return finding(gap.place(), gap.about());
  }

  private Finding finding(Place place, String about) {
    return findings.computeIfAbsent(List.of(place, about), key -> new Finding(place, about));
  }

  /** Properties that came or went without breaking anything are changes all the same. */
  private void properties(Shape old, Shape now, Place place) {
    var olds = Declared.properties(old);
    var news = Declared.properties(now);
    news.forEach((name, shape) -> {
      if (!olds.containsKey(name)) {
        finding(place.step(name), PROPERTY).after(Fragment.of(PROPERTY, shape));
      }
    });
    olds.forEach((name, shape) -> {
      if (!news.containsKey(name)) {
        finding(place.step(name), PROPERTY).before(Fragment.of(PROPERTY, shape));
      }
    });
    var inside = Declared.of(now);
    Declared.of(old)
        .forEach((name, shape) -> {
          var other = inside.get(name);
          if (other != null) {
            properties(shape, other, place.step(name));
          }
        });
  }
}
