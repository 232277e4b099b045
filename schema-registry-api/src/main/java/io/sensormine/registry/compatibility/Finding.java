package io.sensormine.registry.compatibility;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sensormine.contracts.registry.Change;
import io.sensormine.contracts.registry.ChangeKind;
import io.sensormine.contracts.registry.Direction;
import io.sensormine.registry.containment.Place;
import io.sensormine.registry.shape.Demand;
import io.sensormine.registry.shape.Origin;
import io.sensormine.registry.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One difference as it is put together from what either direction found. Not thread-safe. */
final class Finding {
  private static final Set<String> BY_NAME =
      Set.of("properties", "patternProperties", "prefixItems", "anyOf", "oneOf", "allOf");

  private final Place place;
  private final String about;
  private @Nullable Fragment before;
  private @Nullable Fragment after;
  private final List<Direction> breaks = new ArrayList<>();
  private final List<Direction> tolerated = new ArrayList<>();

  Finding(Place place, String about) {
    this.place = place;
    this.about = about;
  }

  /**
   * Something in a definition.
   *
   * @param path JSON Pointer into it
   */
  record Fragment(String path, String keyword, JsonNode value) {
    static Fragment of(Demand demand) {
      var origin = demand.origin();
      return demand instanceof Demand.Required required
          ? new Fragment(
              origin.pointer().toString(), origin.keyword(), TextNode.valueOf(required.name()))
          : of(origin);
    }

    static Fragment of(Origin origin) {
      return new Fragment(
          origin.pointer().toString(),
          origin.keyword().isEmpty() ? keyword(origin.schema()) : origin.keyword(),
          origin.fragment());
    }

    /** The keyword that a boolean schema is the value of, or a part of it. */
    private static String keyword(JsonPointer schema) {
      var last = schema.last();
      var parent = schema.head();
      var above = parent == null ? null : parent.last();
      return above != null && !above.matches() && BY_NAME.contains(above.getMatchingProperty())
          ? above.getMatchingProperty()
          : last == null ? "" : last.getMatchingProperty();
    }

    /** A declaration; null where none is written. */
    static @Nullable Fragment of(String keyword, Shape declaration) {
      return declaration.sources().all().stream()
          .findFirst()
          .map(source -> new Fragment(source.at().toString(), keyword, source.schema()))
          .orElse(null);
    }
  }

  void before(@Nullable Fragment fragment) {
    before = before == null ? fragment : before;
  }

  void after(@Nullable Fragment fragment) {
    after = after == null ? fragment : after;
  }

  void found(Direction direction, boolean isTolerated) {
    var list = isTolerated ? tolerated : breaks;
    if (!list.contains(direction)) {
      list.add(direction);
    }
  }

  Place place() {
    return place;
  }

  String about() {
    return about;
  }

  @Nullable Fragment before() {
    return before;
  }

  @Nullable Fragment after() {
    return after;
  }

  List<Direction> breaks() {
    return breaks;
  }

  List<Direction> tolerated() {
    return tolerated;
  }

  ChangeKind kind() {
    if (before == null) {
      return ChangeKind.ADDED;
    }
    if (after == null) {
      return ChangeKind.REMOVED;
    }
    if (breaks.size() + tolerated.size() != 1) {
      return ChangeKind.CHANGED;
    }
    return breaks.contains(Direction.BACKWARD) ? ChangeKind.NARROWED : ChangeKind.WIDENED;
  }

  Change toChange() {
    var shown = after == null ? before : after;
    return new Change(
        shown == null ? "" : shown.path(),
        shown == null ? about : shown.keyword(),
        place.toString(),
        kind(),
        before == null ? null : before.value(),
        after == null ? null : after.value(),
        breaks,
        tolerated,
        Wording.message(this),
        Wording.hint(this));
  }
}
