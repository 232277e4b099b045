package io.sensormine.registry.schema;

import io.sensormine.contracts.registry.Compatibility;
import io.sensormine.contracts.registry.VersionStatus;
import io.sensormine.registry.compatibility.Judge.Earlier;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Chooses the versions that a definition is judged against. */
@Singleton
class Contenders {
  private static final List<VersionStatus> ACTIVE = List.of(VersionStatus.ACTIVE);
  private static final List<VersionStatus> IN_USE =
      List.of(VersionStatus.ACTIVE, VersionStatus.DEPRECATED);

  private final VersionRepository versions;

  Contenders(VersionRepository versions) {
    this.versions = versions;
  }

  /**
   * The newest ACTIVE version; for a transitive mode every ACTIVE and DEPRECATED one, the newest
   * first. Empty where none is ACTIVE: then everything is compatible.
   *
   * @param but a version that is not compared with itself; 0 for none
   */
  List<Earlier> of(UUID schemaId, Compatibility mode, int but) {
    var newest = earlier(schemaId, ACTIVE, but, 1);
    return newest.isEmpty() || !isTransitive(mode)
        ? newest
        : earlier(schemaId, IN_USE, but, Integer.MAX_VALUE);
  }

  /** The same, and the newest version of any status where none is ACTIVE. */
  List<Earlier> orNewest(UUID schemaId, Compatibility mode) {
    var counting = of(schemaId, mode, 0);
    return counting.isEmpty() ? earlier(schemaId, List.of(VersionStatus.values()), 0, 1) : counting;
  }

  private List<Earlier> earlier(UUID schemaId, List<VersionStatus> statuses, int but, int limit) {
    return versions.newest(schemaId, statuses, but, limit).stream()
        .map(row -> new Earlier(row.version(), row.selfContained()))
        .toList();
  }

  private static boolean isTransitive(Compatibility mode) {
    return switch (mode) {
      case BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE -> true;
      case NONE, BACKWARD, FORWARD, FULL -> false;
    };
  }
}
