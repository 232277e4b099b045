package io.sensormine.query.series;

import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.gather.Cell;
import io.sensormine.query.unit.Conversion;
import io.sensormine.query.unit.DeclaredFields;
import io.sensormine.query.unit.SchemaVersions;
import io.sensormine.query.unit.UnitPlan;
import io.sensormine.query.unit.UnitPlanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The unit that each field is answered in, and the ways there from every schema version. */
final class FieldUnits {
  private final FieldNames names;
  private final List<UnitPlan> plans = new ArrayList<>();
  private final Map<UUID, DeclaredFields> declared;
  private final UnitPlanner planner;
  private final SchemaVersions versions;
  private final Map<Place, Optional<Conversion>> conversions = new HashMap<>();
  private Place latest = new Place(new UUID(0, 0), -1);
  private Optional<Conversion> latestWay = Optional.empty();

  /**
   * Plans for the versions that the cells are of; 422 where a field cannot be answered in one unit.
   *
   * @param asked units by field
   */
  FieldUnits(
      FieldNames names,
      List<Cell> cells,
      Map<String, String> asked,
      UnitPlanner planner,
      SchemaVersions versions) {
    this.names = names;
    this.planner = planner;
    this.versions = versions;
    var present = new ArrayList<Map<UUID, String>>();
    names.fields().forEach(field -> present.add(new HashMap<>()));
    for (var cell : cells) {
      if (cell.tally() != null) {
        for (var field : names.fieldsAt(cell.versionId(), cell.name())) {
          present.get(field).put(cell.versionId(), names.nameIn(cell.versionId(), field));
        }
      }
    }
    this.declared =
        new HashMap<>(versions.declared(cells.stream().map(Cell::versionId).distinct().toList()));
    for (int field = 0; field < present.size(); field++) {
      var name = names.fields().get(field);
      plans.add(
          planner.plan(
              name, present.get(field), declared, names.newestUnit(field), asked.get(name)));
    }
  }

  private record Place(UUID versionId, int field) {}

  /** UCUM; null where none is known. */
  @Nullable String unit(int field) {
    return plans.get(field).unit();
  }

  /** Whether a version that was met declares a field. */
  boolean declared(int field) {
    return declared.values().stream()
        .anyMatch(version -> version.declares(names.nameIn(version.id(), field)));
  }

  /** Whether a version declares a field. */
  boolean declares(UUID versionId, int field) {
    var version = version(versionId);
    return version != null && version.declares(names.nameIn(versionId, field));
  }

  /** Whether a version declares a field as a boolean. */
  boolean isBoolean(UUID versionId, int field) {
    var version = version(versionId);
    return version != null
        && version
            .declared(names.nameIn(versionId, field))
            .filter(known -> known.type() == FieldType.BOOLEAN)
            .isPresent();
  }

  /** The way from what rows of a version hold; empty where there is none. */
  Optional<Conversion> from(UUID versionId, int field) {
    // most rows are of the same version and field as the one before
    if (field != latest.field() || !versionId.equals(latest.versionId())) {
      latest = new Place(versionId, field);
      latestWay = conversions.computeIfAbsent(latest, this::find);
    }
    return latestWay;
  }

  private @Nullable DeclaredFields version(UUID versionId) {
    if (!declared.containsKey(versionId)) {
      declared.putAll(versions.declared(Set.of(versionId)));
    }
    return declared.get(versionId);
  }

  private Optional<Conversion> find(Place place) {
    var plan = plans.get(place.field());
    var known = plan.conversions().get(place.versionId());
    if (known != null) {
      return Optional.of(known);
    }
    return planner.also(
        plan, version(place.versionId()), names.nameIn(place.versionId(), place.field()));
  }
}
