package io.sensormine.query.raw;

import io.sensormine.query.unit.DeclaredFields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The names and schema versions that messages were seen to have, and what others there may still
 * be. Not thread-safe.
 */
final class SeenFields {
  /**
   * Up to so many names are looked for by themselves; more cost more than taking known ones away.
   */
  private static final int FEW = 8;

  private final Set<String> names = new TreeSet<>();
  private final Map<UUID, Set<String>> declared = new HashMap<>();
  private final Set<UUID> undeclared = new HashSet<>();

  /** In order. */
  Set<String> names() {
    return names;
  }

  Set<UUID> versionIds() {
    var all = new HashSet<>(undeclared);
    all.addAll(declared.keySet());
    return all;
  }

  boolean has(UUID versionId) {
    return declared.containsKey(versionId) || undeclared.contains(versionId);
  }

  /** Adds a version; null for what it declares where that is not known. */
  void add(UUID versionId, @Nullable DeclaredFields fields) {
    if (fields != null && fields.closed()) {
      declared.put(versionId, fields.fields().keySet());
    } else {
      undeclared.add(versionId);
    }
  }

  /**
   * By version, the names that its messages may have and that were not seen yet, where these are
   * few; messages of these versions have no others.
   */
  Map<UUID, Set<String>> missing() {
    var missing = new HashMap<UUID, Set<String>>();
    declared.forEach((versionId, all) -> {
      var unseen = new TreeSet<>(all);
      unseen.removeAll(names);
      if (unseen.size() <= FEW) {
        missing.put(versionId, unseen);
      }
    });
    return missing;
  }
}
