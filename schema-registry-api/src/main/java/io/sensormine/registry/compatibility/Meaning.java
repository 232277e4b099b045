package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.ChangeKind;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.registry.containment.Place;
import io.sensormine.registry.definition.Units;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes in the meaning of fields while the same messages fit: units, kinds of metric, the
 * property that carries the time, names, texts.
 */
final class Meaning {
  private static final List<String> TEXTS =
      List.of("title", "description", "format", "default", "deprecated", "contentMediaType");

  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Annotation> oldUnits = new LinkedHashMap<>();

  private Meaning() {}

  /** A keyword that only says what something means. */
  private record Annotation(JsonPointer path, JsonNode value) {
    static @Nullable Annotation of(Shape shape, String keyword) {
      return shape.sources().all().stream()
          .filter(source -> source.schema().has(keyword))
          .findFirst()
          .map(source ->
              new Annotation(source.at().appendProperty(keyword), source.schema().path(keyword)))
          .orElse(null);
    }

    String text() {
      return Wording.shortened(value);
    }
  }

  /** In the order of the new definition. */
  static List<Change> changes(Shape before, Shape after) {
    var meaning = new Meaning();
    meaning.units(before, Place.ROOT);
    meaning.compare(before, after, Place.ROOT);
    return meaning.changes;
  }

  private void units(Shape shape, Place place) {
    var unit = Annotation.of(shape, "unit");
    if (unit != null) {
      oldUnits.put(place.toString(), unit);
    }
    Declared.of(shape).forEach((name, inner) -> units(inner, place.step(name)));
  }

  private void compare(Shape before, Shape after, Place place) {
    unit(place, Annotation.of(before, "unit"), Annotation.of(after, "unit"));
    time(place, isTime(before), isTime(after), before, after);
    annotation("x-metric-kind", place, before, after, "Queries read its values another way.");
    for (var keyword : TEXTS) {
      annotation(keyword, place, before, after, "");
    }
    var olds = Declared.of(before);
    Declared.of(after)
        .forEach((name, shape) -> {
          var known = olds.get(name);
          if (known != null) {
            compare(known, shape, place.step(name));
          } else {
            time(place.step(name), false, isTime(shape), Shape.ANY, shape);
            renamed(place.step(name), shape);
          }
        });
    var news = Declared.of(after);
    olds.forEach((name, shape) -> {
      if (!news.containsKey(name)) {
        time(place.step(name), isTime(shape), false, shape, Shape.ANY);
      }
    });
  }

  private void annotation(
      String keyword, Place place, Shape before, Shape after, String consequence) {
    var old = Annotation.of(before, keyword);
    var now = Annotation.of(after, keyword);
    if (!Objects.equals(value(old), value(now))) {
      add(place, keyword, old, now, List.of(), consequence, null);
    }
  }

  private void unit(Place place, @Nullable Annotation old, @Nullable Annotation now) {
    if (Objects.equals(value(old), value(now))) {
      return;
    }
    if (old == null || now == null) {
      add(place, "unit", old, now, List.of(), "", null);
    } else if (Units.isConvertible(old.text(), now.text())) {
      add(
          place,
          "unit",
          old,
          now,
          List.of(),
          "Both are of one dimension, so queries convert the values of either version.",
          null);
    } else {
      add(
          place,
          "unit",
          old,
          now,
          List.of(Direction.values()),
          "They are of different dimensions, so no value of one version means anything in the other.",
          "Keep a unit of the same dimension, or declare a new field.");
    }
  }

  /** A field under a new name is the same field: its unit must still convert. */
  private void renamed(Place place, Shape shape) {
    var from = Annotation.of(shape, "x-renamed-from");
    if (from == null) {
      return;
    }
    add(
        place,
        "x-renamed-from",
        null,
        from,
        List.of(),
        "It is one series with the former field.",
        null);
    var former = oldUnits.get(from.value().asText());
    var unit = Annotation.of(shape, "unit");
    if (former != null && unit != null) {
      unit(place, former, unit);
    }
  }

  private static boolean isTime(Shape shape) {
    var time = Annotation.of(shape, "x-time");
    return time != null && time.value().asBoolean();
  }

  private void time(Place place, boolean was, boolean is, Shape before, Shape after) {
    if (was != is) {
      add(
          place,
          "x-time",
          Annotation.of(before, "x-time"),
          Annotation.of(after, "x-time"),
          List.of(was ? Direction.BACKWARD : Direction.FORWARD),
          "Messages of the version in which it carries the time would be stored at another one.",
          was
              ? "Let the same property carry the time."
              : "Devices may send `time` beside their fields in any version.");
    }
  }

  private void add(
      Place place,
      String keyword,
      @Nullable Annotation old,
      @Nullable Annotation now,
      List<Direction> breaks,
      String consequence,
      @Nullable String hint) {
    var shown = now == null ? old : now;
    if (shown == null) {
      return;
    }
    var subject = Wording.subject(place);
    var what =
        old == null
            ? "%s now has `%s` %s.".formatted(subject, keyword, shown.text())
            : now == null
                ? "%s has no `%s` %s any more.".formatted(subject, keyword, old.text())
                : "%s had `%s` %s and now has %s."
                    .formatted(subject, keyword, old.text(), now.text());
    changes.add(
        new Change(
            shown.path().toString(),
            keyword,
            place.toString(),
            old == null ? ChangeKind.ADDED : now == null ? ChangeKind.REMOVED : ChangeKind.CHANGED,
            value(old),
            value(now),
            breaks,
            List.of(),
            (what + " " + consequence).strip(),
            hint));
  }

  private static @Nullable JsonNode value(@Nullable Annotation annotation) {
    return annotation == null ? null : annotation.value();
  }
}
