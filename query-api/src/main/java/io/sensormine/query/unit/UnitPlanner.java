package io.sensormine.query.unit;

import io.sensormine.kit.problem.ProblemException;
import io.sensormine.kit.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settles in which unit a field is answered: the one asked for, else the one that the newest schema
 * version declares. Where some rows have no declared unit and none is asked for, numbers stay as
 * they are and the answer names no unit.
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
   * @param versionIds of the rows that hold the field
   * @param declared what those of them that the registry knows declare
   * @param asked the unit asked for, UCUM
   */
  public UnitPlan plan(
      String field,
      Collection<UUID> versionIds,
      Map<UUID, DeclaredFields> declared,
      @Nullable String asked) {
    var all = versionIds.stream().allMatch(id -> unit(declared.get(id), field).isPresent());
    if (asked != null && !all) {
      throw mismatch(
          field,
          "`%s` has no declared unit in some or all of its readings: there is no way to `%s`."
              .formatted(field, asked));
    }
    var newest = newest(field, versionIds, declared);
    var target = asked == null ? newest : Optional.of(asked);
    if (target.isEmpty()) {
      return new UnitPlan(null, Map.of());
    }
    var conversions = new HashMap<UUID, Conversion>();
    for (var id : versionIds) {
      var own = unit(declared.get(id), field);
      if (own.isPresent()) {
        conversions.put(id, conversion(field, own.get(), target.get()));
      } else if (!sameEverywhere(field, versionIds, declared)) {
        throw mismatch(
            field,
            "`%s` is in different units, and some of its readings have no declared unit."
                .formatted(field));
      }
    }
    return new UnitPlan(all ? target.get() : null, conversions);
  }

  private Conversion conversion(String field, String from, String to) {
    return units
        .between(from, to)
        .orElseThrow(() ->
            mismatch(
                field,
                "`%s` is in `%s`, which cannot be converted to `%s`.".formatted(field, from, to)));
  }

  private static boolean sameEverywhere(
      String field, Collection<UUID> versionIds, Map<UUID, DeclaredFields> declared) {
    return declaredUnits(field, versionIds, declared).distinct().count() <= 1;
  }

  private static Stream<String> declaredUnits(
      String field, Collection<UUID> versionIds, Map<UUID, DeclaredFields> declared) {
    return versionIds.stream().flatMap(id -> unit(declared.get(id), field).stream());
  }

  private static Optional<String> newest(
      String field, Collection<UUID> versionIds, Map<UUID, DeclaredFields> declared) {
    return versionIds.stream()
        .flatMap(id -> Stream.ofNullable(declared.get(id)))
        .filter(version -> version.unit(field).isPresent())
        .max(DeclaredFields::compareTo)
        .flatMap(version -> version.unit(field));
  }

  private static Optional<String> unit(@Nullable DeclaredFields version, String field) {
    return version == null ? Optional.empty() : version.unit(field);
  }

  private static ProblemException mismatch(String field, String detail) {
    var pointer = "/units/" + field.replace("~", "~0").replace("/", "~1");
    return ProblemException.at(pointer, ProblemType.UNIT_MISMATCH, detail);
  }
}
