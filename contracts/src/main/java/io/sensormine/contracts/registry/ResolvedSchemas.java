package io.sensormine.contracts.registry;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import java.util.UUID;

/**
 * What became of the ids.
 *
 * @param items in the order asked for, each once
 * @param unknown those that name no schema of the tenant
 */
@Introspected
public record ResolvedSchemas(List<Schema> items, List<UUID> unknown) {
  public ResolvedSchemas {
    items = List.copyOf(items);
    unknown = List.copyOf(unknown);
  }
}
