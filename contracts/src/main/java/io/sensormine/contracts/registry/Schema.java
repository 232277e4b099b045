package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named contract.
 *
 * @param name unique among the tenant's living schemas
 * @param archived kept because something may refer to it, but no longer listed
 */
@Introspected
public record Schema(
    UUID id,
    String name,
    @Nullable String description,
    List<String> tags,
    Compatibility compatibility,
    CompatibilityPolicy compatibilityPolicy,
    boolean archived,
    Instant createdAt,
    LatestVersion latestVersion) {
  public Schema {
    tags = List.copyOf(tags);
  }

  /** The newest version, whatever its status. */
  @Introspected
  public record LatestVersion(
      UUID id, int version, VersionStatus status, String fingerprint, Instant createdAt) {}
}
