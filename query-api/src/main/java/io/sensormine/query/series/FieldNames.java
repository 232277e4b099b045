package io.sensormine.query.series;

import io.sensormine.query.evolution.Lineage;
import io.sensormine.query.gather.Lookup;
import io.sensormine.query.unit.DeclaredFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The fields asked for, and the paths by which messages of each schema version hold them. */
final class FieldNames {
  private final List<String> fields;
  private final List<String> names;
  private final Lineage lineage;
  private final Map<Place, int[]> remembered = new HashMap<>();
  private Place latest = new Place(new UUID(0, 0), -1);
  private int[] latestFields = {};

  FieldNames(List<String> fields, Lineage lineage) {
    this.fields = List.copyOf(fields);
    this.lineage = lineage;
    var all = new LinkedHashSet<String>();
    fields.forEach(field -> all.addAll(lineage.names(field)));
    this.names = new ArrayList<>(all);
  }

  private record Place(UUID versionId, int name) {}

  List<String> fields() {
    return fields;
  }

  /** All paths, each once. */
  List<String> names() {
    return names;
  }

  /** The fields, as indexes, that a path of a version's rows is. */
  int[] fieldsAt(UUID versionId, int name) {
    // most rows are of the same version and name as the one before
    if (name != latest.name() || !versionId.equals(latest.versionId())) {
      latest = new Place(versionId, name);
      latestFields = remembered.computeIfAbsent(latest, this::find);
    }
    return latestFields;
  }

  private int[] find(Place place) {
    return IntStream.range(0, fields.size())
        .filter(field -> nameIn(place.versionId(), field).equals(names.get(place.name())))
        .toArray();
  }

  /** The path by which rows of a version hold a field. */
  String nameIn(UUID versionId, int field) {
    return lineage.nameIn(versionId, fields.get(field));
  }

  /** Where the fields are looked for, by whichever name, each path and its versions once. */
  List<Lookup> lookups() {
    var all = new LinkedHashSet<Lookup>();
    for (int field = 0; field < fields.size(); field++) {
      for (var name : lineage.names(fields.get(field))) {
        // its own name is that of versions, too, which no schema of the devices has
        var others = name.equals(fields.get(field));
        all.add(new Lookup(names.indexOf(name), others, versions(field, name, others)));
      }
    }
    return List.copyOf(all);
  }

  private Set<UUID> versions(int field, String name, boolean others) {
    return lineage.versions().stream()
        .map(DeclaredFields::id)
        .filter(id -> nameIn(id, field).equals(name) != others)
        .collect(Collectors.toSet());
  }

  /** Whether schema versions see to it that a field's values are numbers or booleans. */
  boolean holdsNumbers(int field) {
    return lineage.holdsNumbers(fields.get(field));
  }

  /** The unit that the newest version of the devices' schemas declares; empty where none does. */
  Optional<String> newestUnit(int field) {
    return lineage.newestUnit(fields.get(field));
  }

  /** Whether some version of the devices' schemas declares a field. */
  boolean declared(int field) {
    return lineage.versions().stream()
        .anyMatch(version -> version.declares(nameIn(version.id(), field)));
  }
}
