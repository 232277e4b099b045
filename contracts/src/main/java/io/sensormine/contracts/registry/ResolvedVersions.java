package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;

/**
 * What became of the ids.
 *
 * @param unknown those that name no version of the tenant
 */
@Introspected
public record ResolvedVersions(List<SchemaVersion> items, List<UUID> unknown) {
  public ResolvedVersions {
    items = List.copyOf(items);
    unknown = List.copyOf(unknown);
  }
}
