package io.sensormine.query.evolution;

import io.sensormine.contracts.registry.FieldType;
import io.sensormine.query.unit.DeclaredFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What fields were called, version by version: a field that a schema version declares by {@code
 * x-renamed-from} goes by its former path in the versions before.
 */
public final class Lineage {
  private final List<List<DeclaredFields>> schemas;
  private final boolean complete;
  private final Map<String, Map<UUID, String>> former = new HashMap<>();

  /**
   * Of the schemas that some devices have.
   *
   * @param schemas each schema's versions, the newest first
   * @param complete whether all the devices have one
   */
  public Lineage(Collection<List<DeclaredFields>> schemas, boolean complete) {
    this.complete = complete;
    this.schemas = List.copyOf(schemas);
  }

  /** All the paths by which a field is found, its own first. */
  public Set<String> names(String field) {
    var names = new LinkedHashSet<>(List.of(field));
    names.addAll(former(field).values());
    return names;
  }

  /** The path by which rows of a version hold a field. */
  public String nameIn(UUID versionId, String field) {
    return former(field).getOrDefault(versionId, field);
  }

  /**
   * Whether all devices have a schema, some version declares a field, by whichever name, and none
   * that does declares it as text.
   */
  public boolean holdsNumbers(String field) {
    var types =
        schemas.stream()
            .flatMap(List::stream)
            .flatMap(version -> version.declared(nameIn(version.id(), field)).stream())
            .map(declared -> declared.type())
            .toList();
    return complete && !types.isEmpty() && !types.contains(FieldType.STRING);
  }

  /** The unit that the newest version which declares a field has for it. */
  public Optional<String> newestUnit(String field) {
    return versions().stream()
        .filter(version -> version.declares(nameIn(version.id(), field)))
        .max(DeclaredFields::compareTo)
        .flatMap(version -> version.unit(nameIn(version.id(), field)));
  }

  private Map<UUID, String> former(String field) {
    return former.computeIfAbsent(field, any -> trace(field));
  }

  private Map<UUID, String> trace(String field) {
    var names = new HashMap<UUID, String>();
    for (var versions : schemas) {
      var name = field;
      @Nullable String before = null;
      for (var version : versions) {
        if (!version.declares(name) && before != null && version.declares(before)) {
          name = before;
        }
        var declared = version.declared(name);
        if (declared.isPresent()) {
          before = declared.get().renamedFrom() == null ? before : declared.get().renamedFrom();
          if (!name.equals(field)) {
            names.put(version.id(), name);
          }
        }
      }
    }
    return names;
  }

  /** The versions of all the schemas. */
  public List<DeclaredFields> versions() {
    var all = new ArrayList<DeclaredFields>();
    schemas.forEach(all::addAll);
    return all;
  }
}
