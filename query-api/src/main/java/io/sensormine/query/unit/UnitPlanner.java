package io.sensormine.query.unit;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settles in which unit a field is answered: the one asked for, else the one that the newest schema
 * version declares, or, where not all rows can be converted to that, the newest one of the rows.
 * Where some rows have no declared unit and none is asked for, numbers stay as they are and the
 * answer names no unit.
 */
@Singleton
public final class UnitPlanner {
  private final Units units;

  UnitPlanner(Units units) {
    this.units = units;
  }

  /**
   * The plan for a field; 422 {@code unit-mismatch} where its rows cannot all be answered in one
   * unit.
   *
   * @param names what the field is called by the versions of the rows that hold it
   * @param declared what those of them that the registry knows declare
   * @param newest the unit that the newest version has for the field, whether or not there are rows
   *     of it
   * @param asked the unit asked for, UCUM
   */
  public UnitPlan plan(
      String field,
      Map<UUID, String> names,
      Map<UUID, DeclaredFields> declared,
      Optional<String> newest,
      @Nullable String asked) {
    var own = new HashMap<UUID, Optional<String>>();
    names.forEach((id, name) -> own.put(id, unit(declared.get(id), name)));
    var all = own.values().stream().allMatch(Optional::isPresent);
    if (asked != null && !all) {
      throw mismatch(
          field,
          "`%s` has no declared unit in some or all of its readings: there is no way to `%s`."
              .formatted(field, asked));
    }
    var target =
        asked == null
            ? newest.filter(unit -> all && allConvert(own, unit)).or(() -> newest(own, declared))
            : Optional.of(asked);
    if (target.isEmpty()) {
      return new UnitPlan(null, Map.of());
    }
    var conversions = new HashMap<UUID, Conversion>();
    for (var one : own.entrySet()) {
      if (one.getValue().isPresent()) {
        conversions.put(one.getKey(), conversion(field, one.getValue().get(), target.get()));
      } else if (own.values().stream().flatMap(Optional::stream).distinct().count() > 1) {
        throw mismatch(
            field,
            "`%s` is in different units, and some of its readings have no declared unit."
                .formatted(field));
      }
    }
    return new UnitPlan(all ? target.get() : null, conversions);
  }

  /**
   * The way to a plan's unit from a version that the plan does not know, such as that of the last
   * reading before a range; empty where there is none.
   *
   * @param name what the version calls the field
   */
  public Optional<Conversion> also(UnitPlan plan, @Nullable DeclaredFields version, String name) {
    var target = plan.unit();
    return target == null
        ? Optional.of(Conversion.none())
        : unit(version, name).flatMap(own -> units.between(own, target));
  }

  private boolean allConvert(Map<UUID, Optional<String>> own, String target) {
    return own.values().stream()
        .flatMap(Optional::stream)
        .allMatch(unit -> units.between(unit, target).isPresent());
  }

  private Conversion conversion(String field, String from, String to) {
    return units
        .between(from, to)
        .orElseThrow(() ->
            mismatch(
                field,
                "`%s` is in `%s`, which cannot be converted to `%s`.".formatted(field, from, to)));
  }

  private static Optional<String> newest(
      Map<UUID, Optional<String>> own, Map<UUID, DeclaredFields> declared) {
    return own.entrySet().stream()
        .filter(one -> one.getValue().isPresent() && declared.containsKey(one.getKey()))
        .max(Comparator.comparing(one -> declared.get(one.getKey())))
        .flatMap(Map.Entry::getValue);
  }

  private static Optional<String> unit(@Nullable DeclaredFields version, String field) {
    return version == null ? Optional.empty() : version.unit(field);
  }

  private static ProblemException mismatch(String field, String detail) {
    var pointer = "/units/" + field.replace("~", "~0").replace("/", "~1");
    return ProblemException.at(pointer, ProblemType.UNIT_MISMATCH, detail);
  }
}
