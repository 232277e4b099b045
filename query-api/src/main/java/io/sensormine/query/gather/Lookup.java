package io.sensormine.query.gather;

import java.util.Set;
import java.util.UUID;

/**
 * A path by which a field is looked for, and in whose rows: another version may call another field
 * so.
 *
 * @param name index of the name
 * @param others whether in the rows of all versions but these, else of these
 */
public record Lookup(int name, boolean others, Set<UUID> versions) {
  public Lookup {
    versions = Set.copyOf(versions);
  }
}
